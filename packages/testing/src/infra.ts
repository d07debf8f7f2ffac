import type { TestInfra } from '@linli/dev'
import { inject } from 'vitest'

export type Infra = Pick<TestInfra, 'postgres' | 'redis' | 'nats' | 'dir'>

declare module 'vitest' {
  interface ProvidedContext {
    linliInfra: Infra
  }
}

/** The servers of this run, as the global setup started or found them, and a folder that goes with the run. */
export const infra = (): Infra => inject('linliInfra')
