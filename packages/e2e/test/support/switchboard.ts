import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export type Switchboard = {
  /** Where new connections go from now on; those that are open stay where they are. */
  turnTo(host: string): void
  close(): Promise<void>
}

/**
 * What a Service of Kubernetes does for one address: every new connection goes to an instance that is ready, and an
 * open one lives until one of its ends closes it.
 */
export async function openSwitchboard(ports: readonly number[], first: string): Promise<Switchboard> {
  let target = first
  const open = new Set<Socket>()
  const keep = (socket: Socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  }
  const servers = await Promise.all(
    ports.map(async (port) => {
      // A half-closed connection still carries an answer.
      const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
        const far = connect({ host: target, port, allowHalfOpen: true, noDelay: true })
        keep(near)
        keep(far)
        near.on('error', () => far.destroy())
        far.on('error', () => near.destroy())
        near.pipe(far).pipe(near)
      })
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
      return server
    }),
  )
  return {
    turnTo(host) {
      target = host
    },
    async close() {
      for (const socket of open) socket.destroy()
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}
