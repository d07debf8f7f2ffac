import type { CDPSession } from 'playwright-core'

export type Request = {
  readonly url: string
  readonly type: string
  readonly start: number
  readonly end: number
  /** Bytes on the wire, headers and compression included. */
  readonly bytes: number
}

/** Writes down every request of a page until it is read. */
export async function recordRequests(cdp: CDPSession): Promise<() => Request[]> {
  const open = new Map<string, { url: string; type: string; start: number }>()
  const done: Request[] = []
  await cdp.send('Network.enable')
  cdp.on('Network.requestWillBeSent', ({ requestId, request, type = '', timestamp }) => {
    open.set(requestId, { url: request.url, type, start: timestamp })
  })
  cdp.on('Network.loadingFinished', ({ requestId, timestamp, encodedDataLength }) => {
    const request = open.get(requestId)
    if (request) done.push({ ...request, end: timestamp, bytes: encodedDataLength })
  })
  return () => [...done]
}

/** Pictures and fonts fill in what is already there; nothing waits for them. */
const WAITED_FOR = new Set(['Document', 'Script', 'Stylesheet', 'XHR', 'Fetch'])

/**
 * The longest chain in which each request began only after the one before had ended, as the clock saw it: an upper
 * bound of what really waited for what.
 */
export function longestChain(requests: readonly Request[]): Request[] {
  const sorted = requests.filter(({ type }) => WAITED_FOR.has(type)).sort((a, b) => a.start - b.start)
  const chains: Request[][] = []
  for (const request of sorted) {
    const before = chains
      .filter((chain) => (chain.at(-1)?.end ?? Infinity) <= request.start)
      .reduce<Request[]>((longest, chain) => (chain.length > longest.length ? chain : longest), [])
    chains.push([...before, request])
  }
  return chains.reduce((longest, chain) => (chain.length > longest.length ? chain : longest), [])
}
