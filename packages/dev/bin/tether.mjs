// node tether.mjs [--as=uid:gid] program [argument …]: runs a program that ends with whoever asked for it, however
// that ended, with everything it has started. Standard input is the tether: the other end holds it and writes nothing.
import { spawn } from 'node:child_process'

const [first, ...rest] = process.argv.slice(2)
const [uid, gid] = first.startsWith('--as=') ? first.slice('--as='.length).split(':').map(Number) : []
const [program, ...args] = uid === undefined ? [first, ...rest] : rest
// In a process group of its own, which can be ended as a whole.
const child = spawn(program, args, { uid, gid, detached: true, stdio: ['ignore', 'inherit', 'inherit'] })

function end() {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

process.stdin.resume().on('end', end).on('error', end)
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, end)
child.on('error', (error) => {
  console.error(error.message)
  process.exit(127)
})
child.on('exit', (code) => {
  end() // what it has left behind
  process.exit(code ?? 1)
})
