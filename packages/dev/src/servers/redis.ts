import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import type { Component } from '../component.ts'
import { findServer } from './find-server.ts'

interface Options {
  dir: string
  cache: string
  port: number
}

/** Redis on the loopback address, without persistence: everything in it can be lost by design. */
export function redisServer({ dir, cache, port }: Options): Component {
  return {
    name: 'redis',
    port,
    group: 0,
    stopSignal: 'SIGTERM',
    graceMs: 3_000,
    prepare: async () => {
      mkdirSync(dir, { recursive: true })
      const { file, env } = await findServer('redis-server', cache)
      const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
      // Tests take a numbered database each.
      const args = [...flags, '--databases', '1024', '--dir', dir]
      return { file, args, cwd: dir, env: { ...process.env, ...env } }
    },
    ready: async () => (await talk(port, 'PING\r\n')).startsWith('+PONG'),
  }
}

/** Sends `text` (may be empty) and resolves with the first piece of the answer. */
export function talk(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.setTimeout(1_000, () => socket.destroy(new Error('no answer')))
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('closed')))
    socket.once('connect', () => socket.write(text))
    socket.once('data', (data) => {
      resolve(data.toString('utf8'))
      socket.destroy()
    })
  })
}
