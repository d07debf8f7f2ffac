import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach } from 'vitest'

export type Received = { at: number; path: string; headers: IncomingHttpHeaders; body: string }

export type Receiver = {
  url: string
  received: Received[]
  /** What to answer to the n-th request (from 0). Default 200. `hang` never answers. */
  answer: (request: Received, index: number) => number | 'hang'
}

/** A merchant's callback address that records what arrives. */
export function useReceiver(): Receiver {
  const receiver: Receiver = { url: '', received: [], answer: () => 200 }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const received = { at: Date.now(), path: request.url ?? '', headers: request.headers, body }
      const status = receiver.answer(received, receiver.received.push(received) - 1)
      if (status !== 'hang') response.writeHead(status).end()
    })
  })
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`
  })
  beforeEach(() => {
    receiver.received.length = 0
    receiver.answer = () => 200
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return receiver
}
