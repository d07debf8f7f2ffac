import { statfsSync } from 'node:fs'
import { localDir } from './paths.ts'

const FULL = /ENOSPC|no space left on device|could not extend file|disk quota exceeded/i

/** One segment of PostgreSQL's log: without room for the next one it ends, and others only see it gone. */
const TOO_LITTLE_MB = 16

/** A sentence on top of an error that means "the disk is full"; undefined for every other error. */
export function explainFullDisk(error: unknown, freeMb = freeMbOf(localDir())): string | undefined {
  const texts: string[] = []
  for (let e = error; e instanceof Error; e = e.cause)
    texts.push(e.message, String((e as { code?: string }).code ?? ''))
  if (freeMb >= TOO_LITTLE_MB && !FULL.test(texts.join('\n'))) return undefined
  return `The disk is full: ${freeMb} MB are free at ${localDir()}. Make room and run the same command again; every step goes on where it stopped.`
}

function freeMbOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return Math.floor((bavail * bsize) / 1024 / 1024)
}
