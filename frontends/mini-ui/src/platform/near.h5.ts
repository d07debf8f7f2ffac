import type { Seen } from './near.types'

/** A browser lays out nothing that is off the screen (`content-visibility`), so everything may stay. */
export const watchNear =
  (_id: string, _listen: (seen: Seen) => void): (() => void) =>
  () =>
    undefined
