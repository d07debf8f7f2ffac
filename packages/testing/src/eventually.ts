export interface EventuallyOptions {
  /** Milliseconds until the last failure is thrown. */
  timeoutMs?: number
  /** Milliseconds between tries. */
  everyMs?: number
}

/**
 * Runs `check` until it neither throws nor returns `false`, and resolves with what it returned. A check that
 * returns nothing (only `expect`s) is fine. When the time is over the last failure is thrown.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { timeoutMs = 10_000, everyMs = 25 }: EventuallyOptions = {},
): Promise<Exclude<T, false>> {
  const end = performance.now() + timeoutMs
  let failure: unknown
  for (;;) {
    try {
      const value = await check()
      if (value !== false) return value as Exclude<T, false>
      failure = new Error(`the condition did not hold within ${timeoutMs} ms`)
    } catch (error) {
      failure = error
    }
    if (performance.now() >= end) throw failure
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}
