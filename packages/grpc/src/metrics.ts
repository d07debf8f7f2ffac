import { type Attributes, type Histogram, metrics } from '@opentelemetry/api'

/** From one statement to beyond the deadline of any caller. */
const BOUNDARIES = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

/** A histogram of calls, made on first use: the metrics API hands out no-ops until a provider is registered. */
function callDuration(name: string, description: string) {
  let histogram: Histogram | undefined
  return (startedAt: number, attributes: Attributes): void => {
    histogram ??= metrics.getMeter('linli').createHistogram(name, {
      description,
      unit: 's',
      advice: { explicitBucketBoundaries: BOUNDARIES },
    })
    histogram.record((performance.now() - startedAt) / 1000, attributes)
  }
}

export const recordServed = callDuration(
  'grpc_server_duration_seconds',
  'calls answered, by method and status',
)
export const recordCalled = callDuration(
  'grpc_client_duration_seconds',
  'calls made, by peer, method and status',
)
