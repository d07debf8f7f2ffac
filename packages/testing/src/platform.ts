import type { Addresses } from '@linli/dev'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** The content of `linli.json` of the platform under test. */
    linliPlatform: Addresses
    /** Its LINLI_LOCAL; undefined when it is the one that was running already. */
    linliLocal: string | undefined
    /** Where its services send traces: an address at which a test may listen. */
    linliCollector: string | undefined
  }
}

/**
 * Addresses of the platform under test (e2e project only). Also points this process at its folder, so that
 * `crash`, `hold` and `release` of @linli/dev reach its parts.
 */
export function usePlatform(): Addresses {
  const local = inject('linliLocal')
  if (local !== undefined) process.env.LINLI_LOCAL = local
  return inject('linliPlatform')
}

/** Where the platform under test exports traces (e2e project only). Nobody listens there unless the test does. */
export function collectorOfPlatform(): URL {
  const url = inject('linliCollector')
  if (url === undefined)
    throw new Error('the running platform was started without OTEL_EXPORTER_OTLP_ENDPOINT')
  return new URL(url)
}
