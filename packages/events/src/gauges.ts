import { type Attributes, type BatchObservableResult, metrics } from '@opentelemetry/api'
import { isConnectionFailure } from './pool.ts'

/** Values by name of the gauge, of one set of labels. */
export type Reading = { readonly values: Readonly<Record<string, number>>; readonly labels?: Attributes }

/** Figures that stand in the database: read whenever metrics are, so that every instance says the same. */
export type Gauges<Deps> = {
  /** What each says, by name. */
  readonly gauges: Readonly<Record<string, string>>
  read(deps: Deps): Promise<readonly Reading[]>
}

export function defineGauges<Deps>(gauges: Gauges<Deps>): Gauges<Deps> {
  return gauges
}

/** Begins to observe; while the database is away there is no figure. @returns how to stop. */
export function observe<Deps>(
  deps: Deps & { readonly onError: (error: unknown) => void },
  { gauges, read }: Gauges<Deps>,
): () => void {
  const meter = metrics.getMeter('linli')
  const instruments = Object.entries(gauges).map(([name, description]) => ({
    name,
    gauge: meter.createObservableGauge(name, { description }),
  }))
  const all = instruments.map(({ gauge }) => gauge)
  const callback = async (result: BatchObservableResult) => {
    try {
      for (const { values, labels } of await read(deps))
        for (const { name, gauge } of instruments) {
          const value = values[name]
          if (value !== undefined) result.observe(gauge, value, labels)
        }
    } catch (error) {
      if (!isConnectionFailure(error)) deps.onError(error) // an outage is what readiness tells
    }
  }
  meter.addBatchObservableCallback(callback, all)
  return () => meter.removeBatchObservableCallback(callback, all)
}
