import { statfsSync } from 'node:fs'
import { localDir } from './paths.ts'

const FULL = /ENOSPC|no space left on device|could not extend file|disk quota exceeded/i

/** A sentence on top of an error that means "the disk is full"; undefined for every other error. */
export function explainFullDisk(error: unknown): string | undefined {
  const texts: string[] = []
  for (let e = error; e instanceof Error; e = e.cause)
    texts.push(e.message, String((e as { code?: string }).code ?? ''))
  if (!FULL.test(texts.join('\n'))) return undefined
  const { bavail, bsize } = statfsSync(localDir())
  const mb = Math.floor((bavail * bsize) / 1024 / 1024)
  return `The disk is full: ${mb} MB are free at ${localDir()}. Make room and run the same command again; every step goes on where it stopped.`
}
