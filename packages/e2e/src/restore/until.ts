import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 100

/**
 * Resolves when nothing stands against it any more.
 * @param look the obstacle; undefined when there is none
 * @throws Error with the last obstacle when the time is over
 */
export async function until(
  what: string,
  look: () => Promise<string | undefined>,
  timeoutMs: number,
): Promise<void> {
  const end = performance.now() + timeoutMs
  for (;;) {
    const obstacle = await look()
    if (obstacle === undefined) return
    if (performance.now() > end) throw new Error(`not in ${timeoutMs / 1_000} s: ${what} (${obstacle})`)
    await sleep(POLL_MS)
  }
}
