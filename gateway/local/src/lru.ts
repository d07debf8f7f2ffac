export type Lru<Value> = { get(key: string): Value | undefined; set(key: string, value: Value): void }

/** Least recently used goes first; a Map keeps the order of insertion. */
export function createLru<Value>(capacity: number): Lru<Value> {
  const entries = new Map<string, Value>()
  return {
    get(key) {
      const value = entries.get(key)
      if (value === undefined) return undefined
      entries.delete(key)
      entries.set(key, value)
      return value
    },
    set(key, value) {
      if (entries.size >= capacity) {
        const [oldest] = entries.keys()
        if (oldest !== undefined) entries.delete(oldest)
      }
      entries.set(key, value)
    },
  }
}
