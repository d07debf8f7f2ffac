import { type Attributes, type Counter, type Histogram, metrics } from '@opentelemetry/api'

// Instruments are made on first use: the metrics API hands out no-ops until a provider is registered.

/** A counter of the meter `linli`. */
export function counter(name: string, description: string): Pick<Counter, 'add'> {
  let instrument: Counter | undefined
  return {
    add(value, attributes?: Attributes) {
      instrument ??= metrics.getMeter('linli').createCounter(name, { description })
      instrument.add(value, attributes)
    },
  }
}

/** A histogram of seconds of the meter `linli`. */
export function seconds(name: string, description: string): Pick<Histogram, 'record'> {
  let instrument: Histogram | undefined
  return {
    record(value, attributes?: Attributes) {
      instrument ??= metrics.getMeter('linli').createHistogram(name, { description, unit: 's' })
      instrument.record(value, attributes)
    },
  }
}
