import { metrics } from '@opentelemetry/api'
import type { FastifyInstance } from 'fastify'

/** From a cached list to the limit of a request (15 s). */
const BOUNDARIES = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Duration of every request by route template and status. Probes and scrapes are not traffic. */
export function installMetrics(app: FastifyInstance): void {
  const duration = metrics.getMeter('linli').createHistogram('http_request_duration_seconds', {
    description: 'from the head of the request to the last byte of the answer, by method, route and status',
    unit: 's',
    advice: { explicitBucketBoundaries: BOUNDARIES },
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    if (route === 'none' || route.startsWith('/api/'))
      duration.record(reply.elapsedTime / 1000, { method: request.method, route, status: reply.statusCode })
    done()
  })
}
