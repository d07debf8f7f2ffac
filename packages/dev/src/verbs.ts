import { existsSync, readdirSync } from 'node:fs'
import { buildAll } from './build.ts'
import { generateCode } from './generate.ts'
import { inRoot } from './paths.ts'
import { runNode, runTool } from './run.ts'

/** `npm run build [-- order …]` */
export async function build(args: string[]): Promise<number> {
  await generateCode()
  const { built, upToDate } = await buildAll(args)
  console.log(`built: ${built.join(', ') || 'nothing'}; up to date: ${upToDate.length}`)
  return 0
}

/** `npm run gen`: code from contracts and schemas, then every script of src/gen (documents, snapshots). */
export async function gen(args: string[]): Promise<number> {
  console.log(`generated: ${(await generateCode()).join(', ') || 'nothing, all up to date'}`)
  const dir = inRoot('packages', 'dev', 'src', 'gen')
  const scripts = existsSync(dir)
    ? readdirSync(dir).filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts'))
    : []
  for (const script of scripts.sort()) {
    const code = await runNode([`${dir}/${script}`, ...args])
    if (code !== 0) return code
  }
  return 0
}

/** `npm run test:gateway -- --url URL`: the conformance suite against whichever gateway answers there. */
export async function testGateway(args: string[]): Promise<number> {
  const at = args.findIndex((arg) => arg === '--url' || arg.startsWith('--url='))
  if (at < 0) return runTool('vitest', ['run', '--project', 'integration', 'gateway/test', ...args])
  const flag = args[at] ?? ''
  const inline = flag.startsWith('--url=')
  const url = inline ? flag.slice('--url='.length) : args[at + 1]
  if (!url) throw new Error('--url needs the address of a gateway')
  const rest = args.toSpliced(at, inline ? 1 : 2)
  const env = { ...process.env, GATEWAY_URL: url }
  return runTool('vitest', ['run', '--project', 'integration', 'gateway/test', ...rest], env)
}
