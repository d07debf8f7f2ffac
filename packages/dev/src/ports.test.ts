import { createServer, type Server } from 'node:net'
import { expect, test } from 'vitest'
import { freePort, isFree, listeningInodes, portHolder, portPlan } from './ports.ts'

test('every process of the platform has a port of its own', () => {
  const plan = portPlan(18_000)
  const { http, grpc, ...rest } = plan
  const all = [...Object.values(http), ...Object.values(grpc), ...Object.values(rest)]
  expect(new Set(all).size).toBe(all.length)
  expect([plan.gateway, http.user, http.message, grpc.user, grpc.message]).toEqual([
    18_000, 18_001, 18_008, 18_011, 18_018,
  ])
})

test('a port base that is no number is refused', () => {
  expect(() => portPlan(Number('eighteen'))).toThrow(/LINLI_PORT_BASE/)
})

test('only listening sockets of the port are found in the table', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:4650 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0  0 111 1 0',
    '   1: 0100007F:4650 0100007F:9999 01 00000000:00000000 00:00000000 00000000  0  0 222 1 0',
    '   2: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0  0 333 1 0',
  ].join('\n')
  expect(listeningInodes(table, 18_000)).toEqual(['111'])
})

const listening = (port: number): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => resolve(server))
  })

test.runIf(process.platform === 'linux')('a busy port names its holder', async () => {
  const port = await freePort()
  expect(await isFree(port)).toBe(true)
  const server = await listening(port)
  expect(await isFree(port)).toBe(false)
  expect(portHolder(port)?.pid).toBe(process.pid)
  await new Promise((r) => server.close(r))
})
