import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import type { Pool } from '@linli/events'
import { type BatchObservableResult, metrics } from '@opentelemetry/api'

const NANOSECONDS = 1e9
const MICROSECONDS = 1e6
const QUANTILES = [50, 99]
// Every look wakes the process: with fifty a second they were two thirds of what a resting service used.
const RESOLUTION_MS = 100

/** How the process itself fares: event loop, memory, CPU, connections. @returns how to stop. */
export function observeRuntime(pool: Pool): () => void {
  const meter = metrics.getMeter('linli')
  const gauge = (name: string, description: string) => meter.createObservableGauge(name, { description })
  const lag = gauge('nodejs_eventloop_lag_seconds', 'how late timers are since the last look, by quantile')
  const busy = gauge('nodejs_eventloop_utilization', 'share of the time since the last look that it worked')
  const heap = gauge('nodejs_heap_used_bytes', 'live and dead objects')
  const resident = gauge('process_resident_memory_bytes', 'what the system counts')
  const connections = gauge('db_pool_connections', 'open connections, by state')
  const waiting = gauge('db_pool_waiting', 'callers that wait for a connection')
  const cpu = meter.createObservableCounter('process_cpu_seconds', { description: 'user and system' })

  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  let before = performance.eventLoopUtilization()
  const observe = (result: BatchObservableResult) => {
    for (const percent of QUANTILES) {
      const late = delay.percentile(percent) / NANOSECONDS - RESOLUTION_MS / 1000
      result.observe(lag, Math.max(0, late), { quantile: percent / 100 })
    }
    delay.reset()
    const now = performance.eventLoopUtilization()
    result.observe(busy, performance.eventLoopUtilization(now, before).utilization)
    before = now
    const { heapUsed, rss } = process.memoryUsage()
    result.observe(heap, heapUsed)
    result.observe(resident, rss)
    const { user, system } = process.cpuUsage()
    result.observe(cpu, (user + system) / MICROSECONDS)
    result.observe(connections, pool.totalCount - pool.idleCount, { state: 'busy' })
    result.observe(connections, pool.idleCount, { state: 'idle' })
    result.observe(waiting, pool.waitingCount)
  }
  const all = [lag, busy, heap, resident, connections, waiting, cpu]
  meter.addBatchObservableCallback(observe, all)
  return () => {
    meter.removeBatchObservableCallback(observe, all)
    delay.disable()
  }
}
