/** A value that is loaded when it is older than its time to live; one load at a time, the others share it. */
export type Memo<Value> = {
  get(nowMs: number, load: () => Promise<Value>): Promise<Value>
  /** The next `get` loads again. */
  clear(): void
}

export function createMemo<Value>(ttlMs: number): Memo<Value> {
  let known: { value: Promise<Value>; untilMs: number } | undefined
  return {
    get(nowMs, load) {
      if (known && nowMs < known.untilMs) return known.value
      const value = load()
      const fresh = { value, untilMs: nowMs + ttlMs }
      known = fresh
      value.catch(() => {
        if (known === fresh) known = undefined // the caller has the error; the next one tries again
      })
      return value
    },
    clear() {
      known = undefined
    },
  }
}
