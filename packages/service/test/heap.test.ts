import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

// V8 has these switches, and Node lets a running process turn them: in processes of their own.

const run = promisify(execFile)
const heap = new URL('../src/heap.ts', import.meta.url).href

async function runWith(program: string, semiSpaceMb = 2): Promise<number> {
  const flags = [
    `--max-semi-space-size=${semiSpaceMb}`,
    '--max-old-space-size=256',
    '--input-type=module',
    '-e',
  ]
  const { stdout } = await run(process.execPath, [...flags, `import * as heap from '${heap}'\n${program}`])
  return Number(stdout)
}

/** Lives with 40 MB and lets 400 MB grow old: how often V8 goes through all of it. */
const collections = (before: string) =>
  runWith(`
    import { PerformanceObserver, constants } from 'node:perf_hooks'
    ${before}
    let majors = 0
    new PerformanceObserver((list) => {
      for (const { detail } of list.getEntries()) if (detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR) majors += 1
    }).observe({ entryTypes: ['gc'] })
    const some = (n) => Array.from({ length: n }, (_, i) => ({ i, text: 'x' + i }))
    const lives = some(500_000)
    const passes = []
    for (let turn = 0; turn < 400; turn += 1) {
      passes[turn % 10] = some(10_000)
      await new Promise(setImmediate)
    }
    console.log(lives.length === 500_000 && passes.length === 10 ? majors : -1)`)

test('a heap that may double is gone through less often', { timeout: 60_000 }, async () => {
  const [usual, doubling] = [await collections(''), await collections('heap.letHeapDouble()')]
  expect(doubling).toBeGreaterThan(0)
  expect(doubling).toBeLessThan(usual * 0.7)
})

/** Copies what is young again and again, and nothing grows old: the share of the work, in percent, that helpers did. */
const helped = (before: string) =>
  runWith(
    `
    ${before}
    const shareOf = ({ user, system }, main) => 100 * (1 - (main.user + main.system) / (user + system))
    const [all, main] = [process.cpuUsage(), process.threadCpuUsage()]
    const ring = new Array(100_000).fill(null)
    for (let i = 0; i < 20_000_000; i += 1) ring[i % ring.length] = { i }
    console.log(shareOf(process.cpuUsage(all), process.threadCpuUsage(main)))`,
    16,
  )

test('what is young is collected without helpers', { timeout: 60_000 }, async () => {
  const [usual, alone] = [await helped(''), await helped('heap.scavengeAlone()')]
  expect(alone).toBeLessThan(usual * 0.75)
})

test('what the start left behind is given back', async () => {
  const left = await runWith(`
    import { PerformanceObserver, constants } from 'node:perf_hooks'
    const collected = new Promise((resolve) => {
      new PerformanceObserver((list) => {
        const { NODE_PERFORMANCE_GC_MAJOR } = constants
        if (list.getEntries().some(({ detail }) => detail.kind === NODE_PERFORMANCE_GC_MAJOR)) resolve(true)
      }).observe({ entryTypes: ['gc'] })
    })
    let start = Array.from({ length: 500_000 }, (_, i) => ({ i }))
    const used = () => process.memoryUsage().heapUsed
    const before = used()
    start = undefined
    heap.collectStart(1)
    let patience
    const tired = new Promise((resolve) => (patience = setTimeout(resolve, 5_000, false)))
    const wasAsked = await Promise.race([collected, tired])
    clearTimeout(patience)
    console.log(wasAsked ? used() / before : -1)`)
  expect(left).toBeGreaterThan(0)
  expect(left).toBeLessThan(0.5)
})
