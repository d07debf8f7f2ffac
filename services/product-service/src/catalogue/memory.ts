export type Memory<Value> = {
  get(key: string, nowMs: number): Value | undefined
  set(key: string, value: Value, nowMs: number): void
  clear(): void
}

/** Keeps at most `size` values for `ttlMs` each; the oldest goes first. Entries all live equally long, so age is order. */
export function createMemory<Value>(size: number, ttlMs: number): Memory<Value> {
  const entries = new Map<string, { value: Value; untilMs: number }>()
  return {
    get(key, nowMs) {
      const entry = entries.get(key)
      if (!entry) return undefined
      if (nowMs < entry.untilMs) return entry.value
      entries.delete(key)
      return undefined
    },
    set(key, value, nowMs) {
      entries.delete(key)
      entries.set(key, { value, untilMs: nowMs + ttlMs })
      if (entries.size <= size) return
      const oldest = entries.keys().next()
      if (!oldest.done) entries.delete(oldest.value)
    },
    clear: () => entries.clear(),
  }
}
