// Plain JavaScript for any Node from 18 on: bin/linli.mjs runs it before anything is installed.
import { existsSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'

const FULL = /ENOSPC|no space left on device|could not extend file|disk quota exceeded/i

// One segment of PostgreSQL's log: without room for the next one it ends, and others only see it gone.
const TOO_LITTLE_MB = 16

export function roomAt(dir) {
  if (!existsSync(dir)) return { ...roomAt(dirname(dir)), dir }
  const { bavail, bsize } = statfsSync(dir)
  return { dir, mb: Math.floor((bavail * bsize) / 1024 / 1024) }
}

export function explainFullDisk(text, rooms) {
  const [least] = [...rooms].sort((a, b) => a.mb - b.mb)
  if (!FULL.test(text) && least.mb >= TOO_LITTLE_MB) return undefined
  return `The disk is full: ${least.mb} MB are free at ${least.dir}. Make room and run the same command again; every step goes on where it stopped.`
}
