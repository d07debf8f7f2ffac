import { type Connection, openConnection, type ReplyHandler, type Timeouts } from './connection.ts'

export type Upstream = {
  readonly host: string
  readonly timeouts: Timeouts
  /** Sends at once, on an idle connection or a new one; the connection is returned for pause, resume, destroy. */
  send(head: string, body: Buffer | undefined, handler: ReplyHandler): Connection
  close(): void
}

const TICK_MS = 100
const MAX_IDLE = 128

/** Keep-alive connections to one origin; one clock for all deadlines instead of a timer per request. */
export function createUpstream(origin: string, timeouts: Timeouts): Upstream {
  const { hostname, port, host } = new URL(origin)
  const at = { host: hostname, port: Number(port || 80) }
  const open = new Set<Connection>()
  const idle: Connection[] = []

  const ticker = setInterval(() => {
    const now = performance.now()
    for (const connection of open) if (connection.deadline() < now) connection.expire()
  }, TICK_MS)
  ticker.unref()

  const events = {
    onFree(connection: Connection) {
      if (idle.length < MAX_IDLE) idle.push(connection)
      else connection.destroy()
    },
    onClosed(connection: Connection) {
      open.delete(connection)
      const index = idle.indexOf(connection)
      if (index !== -1) idle.splice(index, 1)
    },
  }

  /** The most recently used one: the others may then grow old and close. */
  function acquire(): Connection {
    const now = performance.now()
    for (let connection = idle.pop(); connection; connection = idle.pop()) {
      if (connection.deadline() > now) return connection
      connection.destroy()
    }
    const connection = openConnection(at, timeouts, events)
    open.add(connection)
    return connection
  }

  return {
    host,
    timeouts,
    send(head, body, handler) {
      const connection = acquire()
      connection.send(head, body, handler)
      return connection
    },
    close() {
      clearInterval(ticker)
      for (const connection of open) connection.destroy()
    },
  }
}
