import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * A heap of at most a few hundred MB may grow by a third before V8 goes through all of it again; under load that is
 * every two seconds, and an eighth of a service's CPU. It may double here, which costs some 40 MB while there is load.
 */
export function letHeapDouble(): void {
  setFlagsFromString('--heap-growing-percent=100')
}

/**
 * What is young in so small a heap is collected sooner by the thread that waits for it than by several that first have
 * to wake: on two cores with ten processes, an order costs some 4 % less. Whole collections keep their helpers.
 */
export function scavengeAlone(): void {
  setFlagsFromString('--no-parallel-scavenge')
}

type Collect = (options: { type: 'major'; flavor: 'last-resort' }) => void

/** When the connections are there and the first jobs have run. */
const STARTED_MS = 10_000

/**
 * A service that rests would keep for good what its start left behind, some 35 MB. Takes about 50 ms.
 * @param afterMs from now
 */
export function collectStart(afterMs = STARTED_MS): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as Collect
  setTimeout(() => collect({ type: 'major', flavor: 'last-resort' }), afterMs).unref()
}
