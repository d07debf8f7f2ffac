import { tmpdir } from 'node:os'
import { explainFullDisk as explain, type Room, roomAt } from '../bin/disk.mjs'
import { localDir, ROOT } from './paths.ts'

/** A sentence on top of an error that means "the disk is full"; undefined for every other error. */
export function explainFullDisk(
  error: unknown,
  rooms: Parameters<typeof explain>[1] = ourRooms(),
): string | undefined {
  const texts: string[] = []
  for (let e = error; e instanceof Error; e = e.cause)
    texts.push(e.message, String((e as { code?: string }).code ?? ''))
  return explain(texts.join('\n'), rooms)
}

const ourRooms = (): [Room, ...Room[]] => [roomAt(localDir()), roomAt(ROOT), roomAt(tmpdir())]
