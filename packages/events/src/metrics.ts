import { type Attributes, type Counter, type Histogram, metrics } from '@opentelemetry/api'

// Instruments are made on first use: the metrics API hands out no-ops until a provider is registered.

/** A counter of the meter `linli`; its exported name ends in `_total`. */
export function counter(name: string, description: string): Pick<Counter, 'add'> {
  let instrument: Counter | undefined
  return {
    add(value, attributes?: Attributes) {
      instrument ??= metrics.getMeter('linli').createCounter(name, { description })
      instrument.add(value, attributes)
    },
  }
}

/** From one statement to the longest wait that is not a failure yet. */
const BOUNDARIES = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

/** A histogram of seconds of the meter `linli`. */
export function seconds(name: string, description: string): Pick<Histogram, 'record'> {
  let instrument: Histogram | undefined
  return {
    record(value, attributes?: Attributes) {
      instrument ??= metrics.getMeter('linli').createHistogram(name, {
        description,
        unit: 's',
        advice: { explicitBucketBoundaries: BOUNDARIES },
      })
      instrument.record(value, attributes)
    },
  }
}
