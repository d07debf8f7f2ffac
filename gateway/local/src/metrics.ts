/** Kong's own metric names, so that one dashboard serves both gateways. */
export type Metrics = {
  record(
    labels: { service: string; route: string; source: 'service' | 'exit' | 'error' },
    status: number,
    ms: number,
  ): void
  text(): string
}

const BUCKETS_MS = [25, 50, 80, 100, 250, 400, 700, 1000, 2000, 5000, 10_000, 30_000, 60_000]

type Series = { count: number; sum: number; readonly buckets: number[] }

export function createMetrics(): Metrics {
  const requests = new Map<string, number>()
  const latencies = new Map<string, Series>()
  return {
    record({ service, route, source }, status, ms) {
      const where = `service="${service}",route="${route}"`
      const key = `${where},code="${status}",source="${source}"`
      requests.set(key, (requests.get(key) ?? 0) + 1)
      let series = latencies.get(where)
      if (!series) {
        series = { count: 0, sum: 0, buckets: BUCKETS_MS.map(() => 0) }
        latencies.set(where, series)
      }
      series.count += 1
      series.sum += ms
      for (const [i, le] of BUCKETS_MS.entries())
        if (ms <= le) series.buckets[i] = (series.buckets[i] ?? 0) + 1
    },
    text() {
      const lines = ['# TYPE kong_http_requests_total counter']
      for (const [labels, count] of requests) lines.push(`kong_http_requests_total{${labels}} ${count}`)
      lines.push('# TYPE kong_request_latency_ms histogram')
      for (const [labels, { count, sum, buckets }] of latencies) {
        for (const [i, le] of BUCKETS_MS.entries()) {
          lines.push(`kong_request_latency_ms_bucket{${labels},le="${le}"} ${buckets[i]}`)
        }
        lines.push(`kong_request_latency_ms_bucket{${labels},le="+Inf"} ${count}`)
        lines.push(`kong_request_latency_ms_count{${labels}} ${count}`)
        lines.push(`kong_request_latency_ms_sum{${labels}} ${sum}`)
      }
      return `${lines.join('\n')}\n`
    },
  }
}
