import { randomBytes } from 'node:crypto'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { afterAll } from 'vitest'
import { infra } from './infra.ts'

export interface TestNats {
  url: string
  /** Value for NATS_PREFIX, for example `t3f9a1c_`: valid inside subjects and, in any case, stream names. */
  prefix: string
  connection: NatsConnection
}

/** Subjects and streams of this file's own; its streams are deleted after its tests. Call it at the top level. */
export async function useNats(): Promise<TestNats> {
  const url = infra().nats
  const prefix = `t${randomBytes(4).toString('hex')}_`
  const connection = await connect({
    servers: url,
    name: 'test',
    maxReconnectAttempts: -1,
    reconnectTimeWait: 100,
  })
  afterAll(async () => {
    await deleteStreams(connection, prefix)
    await connection.close()
  })
  return { url, prefix, connection }
}

async function deleteStreams(connection: NatsConnection, prefix: string): Promise<void> {
  const manager = await jetstreamManager(connection)
  for await (const { config } of manager.streams.list())
    if (config.subjects?.some((s) => s.startsWith(prefix))) await manager.streams.delete(config.name)
}
