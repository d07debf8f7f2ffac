import { spawnSync } from 'node:child_process'

interface Command {
  file: string
  args: string[]
}

// Of util-linux, BusyBox has it too; the options both know. It becomes what it is told to run: same process, same pid.
const inBackground = ({ file, args }: Command): Command => ({
  file: 'chrt',
  args: ['-b', '0', file, ...args],
})

let isPossible: boolean | undefined

/** Whether this system has background work, and lets us ask for it. */
function canBeInBackground(): boolean {
  const probe = inBackground({ file: 'true', args: [] })
  isPossible ??= spawnSync(probe.file, probe.args, { stdio: 'ignore' }).status === 0
  return isPossible
}

/**
 * `command` as background work (SCHED_BATCH of sched(7)): woken up, it waits for its turn instead of taking the core
 * from whoever works. The processes of the platform wake each other some three hundred times for a paid order, and
 * every time the caches are another's: an eighth of the CPU. And whoever sits at this machine goes first. Where there
 * is no such thing (macOS, a container that forbids it) it is `command` itself.
 */
export const background = <T extends Command>(command: T): T =>
  canBeInBackground() ? { ...command, ...inBackground(command) } : command
