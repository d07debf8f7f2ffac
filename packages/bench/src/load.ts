import type { Processes } from './processes.ts'

export type Row = {
  readonly what: string
  readonly concurrency: number
  readonly perSecond: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  /** CPU milliseconds of the whole platform per request; undefined for reference servers. */
  readonly cpuMs: number | undefined
  readonly failed: number
  readonly note?: string
}

export type Load = {
  readonly what: string
  readonly concurrency: number
  readonly seconds: number
  /** Stops early when it says so, such as when everything prepared is used. */
  readonly more?: () => boolean
  readonly once: (worker: number) => Promise<unknown>
  readonly processes?: Processes
}

/** A closed loop: `concurrency` workers, each with one request in flight. A failure is counted, never retried. */
export async function drive({
  what,
  concurrency,
  seconds,
  more = () => true,
  once,
  processes,
}: Load): Promise<Row> {
  const times: number[] = []
  const failures = new Map<string, number>()
  const cpuBefore = processes?.cpuMs() ?? 0
  const started = performance.now()
  const end = started + seconds * 1000
  const worker = async (index: number) => {
    while (performance.now() < end && more()) {
      const at = performance.now()
      try {
        await once(index)
        times.push(performance.now() - at)
      } catch (error) {
        const text = String(error).slice(0, 160)
        failures.set(text, (failures.get(text) ?? 0) + 1)
      }
    }
  }
  await Promise.all(Array.from({ length: concurrency }, (_, index) => worker(index)))
  const elapsed = (performance.now() - started) / 1000
  const failed = [...failures.values()].reduce((a, b) => a + b, 0)
  const [worst] = [...failures].sort((a, b) => b[1] - a[1])
  times.sort((a, b) => a - b)
  return {
    what,
    concurrency,
    perSecond: times.length / elapsed,
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    p99: quantile(times, 0.99),
    cpuMs: processes && times.length > 0 ? (processes.cpuMs() - cpuBefore) / times.length : undefined,
    failed,
    ...(worst && { note: `${worst[1]}× ${worst[0]}` }),
  }
}

/** @param sorted ascending; @param q 0–1 */
export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0
}
