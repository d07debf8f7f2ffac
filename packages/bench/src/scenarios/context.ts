import type { Platform } from '../platform.ts'
import type { Processes } from '../processes.ts'
import type { Store } from '../store.ts'

export type Context = { readonly platform: Platform; readonly processes: Processes; readonly store: Store }

export const CONCURRENCY = [1, 16, 64] as const

/** `--quick` runs a fifth of the time: for a look, not for figures. */
export const seconds = (full: number): number =>
  process.argv.includes('--quick') ? Math.max(1, full / 5) : full
