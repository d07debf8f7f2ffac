import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterAll } from 'vitest'

export type Cuttable = {
  /** The given URL with the proxy's address in it. */
  readonly url: string
  /** Resets every connection and refuses new ones. */
  cut(): void
  heal(): void
}

/** A TCP proxy in front of the server of `url`, to make it unreachable. Call it at the top level of a test file. */
export async function useCuttable(url: string): Promise<Cuttable> {
  const target = new URL(url)
  const { hostname, port } = target
  const sockets = new Set<Socket>()
  let whole = true
  const server = createServer((near) => {
    if (!whole) {
      near.resetAndDestroy()
      return
    }
    const far = connect(Number(port), hostname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      one.on('error', () => one.destroy()) // either side may be gone first: that is what the proxy is for
      one.pipe(other)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    whole = false
    for (const socket of sockets) socket.resetAndDestroy()
  }
  afterAll(() => {
    cut()
    server.close()
  })
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('the proxy has no port')
  target.host = `127.0.0.1:${address.port}`
  return {
    url: target.href,
    cut,
    heal: () => {
      whole = true
    },
  }
}
