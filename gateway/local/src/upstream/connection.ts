import { connect, type Socket } from 'node:net'
import { createReplyParser, type Reply } from './reply-parser.ts'

export type Timeouts = { readonly connectMs: number; readonly readMs: number }
export type Failure = 'unreachable' | 'timeout' | 'broken'

/** How one attempt ended without a complete reply. `used`: the connection had carried a reply before. */
export class UpstreamError extends Error {
  override name = 'UpstreamError'
  readonly failure: Failure
  constructor(failure: Failure, message: string) {
    super(message)
    this.failure = failure
  }
}

export type ReplyHandler = Reply & { onError(error: UpstreamError): void }

export type Connection = {
  /** One request at a time. */
  send(head: string, body: Buffer | undefined, handler: ReplyHandler): void
  /** For a client that reads slower than the service writes. */
  pause(): void
  resume(): void
  destroy(): void
  /** `performance.now()` after which something is overdue: the reply, or the end of an idle connection. */
  deadline(): number
  expire(): void
}

const IDLE_MS = 4000

/** `onFree` when it may carry another request, `onClosed` when it never will. */
export function openConnection(
  at: { host: string; port: number },
  timeouts: Timeouts,
  { onFree, onClosed }: { onFree(connection: Connection): void; onClosed(connection: Connection): void },
): Connection {
  const socket: Socket = connect({ host: at.host, port: at.port, noDelay: true })
  const parser = createReplyParser()
  let handler: ReplyHandler | undefined
  let connected = false
  let deadline = performance.now() + timeouts.connectMs

  function fail(failure: Failure, message: string): void {
    const failed = handler
    handler = undefined
    socket.destroy()
    failed?.onError(new UpstreamError(failure, message))
  }

  function finish(): void {
    const done = handler
    handler = undefined
    // Idle a second less than the service keeps it, so that a request never meets a closing connection.
    deadline = performance.now() + (parser.keepAliveMs() ?? IDLE_MS + 1000) - 1000
    if (parser.reusable()) onFree(connection)
    else socket.destroy()
    done?.onEnd()
  }

  socket.on('connect', () => {
    connected = true
    if (handler) deadline = performance.now() + timeouts.readMs
  })
  socket.on('data', (chunk: Buffer) => {
    if (!handler) return void socket.destroy() // nobody asked
    deadline = performance.now() + timeouts.readMs
    const state = parser.feed(chunk, handler)
    if (state === 'done') finish()
    else if (state === 'bad') fail('broken', 'the reply is not HTTP/1.1')
  })
  socket.on('end', () => {
    if (handler && parser.finish()) finish()
    else fail('broken', 'the connection was closed before the reply was complete')
  })
  socket.on('error', (error) => fail(connected ? 'broken' : 'unreachable', error.message))
  socket.on('close', () => {
    fail('broken', 'the connection was closed')
    onClosed(connection)
  })

  const connection: Connection = {
    send(head, body, next) {
      handler = next
      parser.expect(head.startsWith('HEAD '))
      deadline = performance.now() + (connected ? timeouts.readMs : timeouts.connectMs)
      if (!body) return void socket.write(head, 'latin1')
      socket.cork()
      socket.write(head, 'latin1')
      socket.write(body)
      socket.uncork()
    },
    pause() {
      socket.pause()
      deadline = Number.POSITIVE_INFINITY
    },
    resume() {
      socket.resume()
      deadline = performance.now() + timeouts.readMs
    },
    destroy() {
      handler = undefined
      socket.destroy()
    },
    deadline: () => deadline,
    expire: () =>
      handler ? fail('timeout', connected ? 'no reply in time' : 'no connection in time') : socket.destroy(),
  }
  return connection
}
