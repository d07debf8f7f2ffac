import type { Addresses } from '@linli/dev'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** The content of `linli.json` of the platform under test. */
    linliPlatform: Addresses
    /** Its LINLI_LOCAL; undefined when it is the one that was running already. */
    linliLocal: string | undefined
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
