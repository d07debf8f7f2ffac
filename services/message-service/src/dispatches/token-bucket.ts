export type TokenBucket = {
  /** At most `most` tokens of what has gathered until `nowMs`. */
  take(most: number, nowMs: number): number
  /** Gives back what was not used. */
  giveBack(count: number): void
}

/** A second's worth is the most that gathers: a provider sees at most twice the rate in any second (M08). */
export function createTokenBucket(perSecond: number): TokenBucket {
  let tokens = perSecond
  let atMs: number | undefined
  return {
    take(most, nowMs) {
      const passedMs = Math.max(0, nowMs - (atMs ?? nowMs))
      atMs = nowMs
      tokens = Math.min(perSecond, tokens + (passedMs / 1000) * perSecond)
      const taken = Math.min(most, Math.floor(tokens))
      tokens -= taken
      return taken
    },
    giveBack(count) {
      tokens = Math.min(perSecond, tokens + count)
    },
  }
}
