import { availableParallelism } from 'node:os'
import { type Guard, judge, type Verdict } from './check/guard.ts'
import { GUARDS } from './check/guards.ts'
import { endToolsWithThisProcess } from './check/tool.ts'
import { generateCode } from './generate.ts'
import { ROOT } from './paths.ts'

const SHOWN_LINES = 80
const HELP = 'npm run check [-- [--list] [--all] [guard …]]   --all shows every finding'

/**
 * Holds the repository against all its guards, or those named, several at a time; prints a line for each, then
 * what they found.
 * @returns the exit code: 0 clean, 1 findings, 2 no such guard.
 */
export async function check(args: readonly string[]): Promise<number> {
  if (args.includes('--list') || args.includes('--help')) return list()
  const names = args.filter((arg) => !arg.startsWith('--'))
  const unknown = names.filter((name) => GUARDS.every((guard) => guard.name !== name))
  if (unknown.length > 0) {
    console.error(`no such guard: ${unknown.join(', ')}`)
    list()
    return 2
  }
  endToolsWithThisProcess()
  const start = performance.now()
  // Types and imports of a fresh clone cannot be judged before the code they lean on is there.
  const made = await generateCode()
  if (made.length > 0) console.log(`generated: ${made.join(', ')}`)
  const guards = GUARDS.filter(({ name }) => names.length === 0 || names.includes(name))
  const verdicts = await judgeAll(guards)
  const failed = verdicts.filter(({ findings }) => findings.length > 0)
  for (const verdict of failed)
    explain(verdict, args.includes('--all') ? Number.POSITIVE_INFINITY : SHOWN_LINES)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const all = `${guards.length} guard${guards.length === 1 ? '' : 's'}`
  console.log(
    failed.length === 0
      ? `\ncheck: clean (${all}, ${seconds} s)`
      : `\ncheck: ${failed.length} of ${all} failed (${seconds} s): ${failed.map(({ guard }) => guard.name).join(', ')}`,
  )
  return failed.length === 0 ? 0 : 1
}

/** As many at a time as the machine has processors; each line appears when its guard is done. */
async function judgeAll(guards: readonly Guard[]): Promise<readonly Verdict[]> {
  const waiting = [...guards]
  const verdicts: Verdict[] = []
  const work = async () => {
    for (let guard = waiting.shift(); guard !== undefined; guard = waiting.shift()) {
      const verdict = await judge(guard, ROOT)
      verdicts.push(verdict)
      const mark = verdict.findings.length === 0 ? '✓' : '✗'
      console.log(
        `${mark} ${guard.name.padEnd(15)} ${verdict.seconds.toFixed(1).padStart(5)} s   ${guard.keeps}`,
      )
    }
  }
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work))
  return verdicts
}

function explain({ guard, findings }: Verdict, shown: number): void {
  console.log(`\n── ${guard.name}`)
  for (const finding of findings.slice(0, shown)) console.log(`  ${finding}`)
  if (findings.length > shown)
    console.log(`  … ${findings.length - shown} more lines: npm run check -- --all ${guard.name}`)
}

function list(): number {
  console.log(HELP)
  for (const { name, keeps } of GUARDS) console.log(`  ${name.padEnd(15)} ${keeps}`)
  return 0
}

if (import.meta.main) process.exitCode = await check(process.argv.slice(2))
