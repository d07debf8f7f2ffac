// Plain JavaScript for any Node from 18 on: bin/linli.mjs runs it before anything is installed.
import { mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import { currentProcess, isAlive } from './processes.mjs'

const POLL_MS = 100

// A link to nowhere whose target names the owner: it comes into being as a whole, and also on a full disk.
function take(file) {
  const { pid, started } = currentProcess()
  mkdirSync(dirname(file), { recursive: true })
  return unless('EEXIST', () => symlinkSync(`${pid} ${started}`, file))
}

function ownerOf(file) {
  let target = ''
  if (!unless('ENOENT', () => (target = readlinkSync(file)))) return undefined
  const [pid = '', ...started] = target.split(' ')
  return { pid: Number(pid), started: started.join(' ') }
}

function removeDead(file) {
  const aside = `${file}.${process.pid}`
  if (!unless('ENOENT', () => renameSync(file, aside))) return
  // Somebody else removed the dead one first, and this one is alive: it gets its place back.
  if (isAlive(ownerOf(aside))) renameSync(aside, file)
  else rmSync(aside)
}

/** False when it failed with this code. */
function unless(code, action) {
  try {
    action()
    return true
  } catch (error) {
    if (error.code === code) return false
    throw error
  }
}

export async function withLock(file, waiting, action) {
  let told = false
  while (!take(file)) {
    const owner = ownerOf(file)
    if (!owner) continue
    if (!isAlive(owner)) removeDead(file)
    else {
      if (!told) waiting(owner.pid)
      told = true
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  }
  try {
    return await action()
  } finally {
    rmSync(file, { force: true })
  }
}
