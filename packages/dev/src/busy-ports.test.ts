import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { expect, test } from 'vitest'
import { checkPorts } from './busy-ports.ts'

async function listening(host: string): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return { server, port: address.port }
}

test.each(['127.0.0.1', '0.0.0.0'])('says who listens on %s, and how to choose other ports', async (host) => {
  const { server, port } = await listening(host)
  const holder = process.platform === 'linux' ? `process ${process.pid}: ` : 'a process that'
  const refusal = await checkPorts(new Map([[port, 'gateway']])).catch(String)
  server.close()
  expect(refusal).toContain(`ports are busy:\n  port ${port} (gateway) is held by ${holder}`)
  expect(refusal).toMatch(/LINLI_PORT_BASE=\d+ npm start$/)
  await expect(checkPorts(new Map([[port, 'gateway']]))).resolves.toBeUndefined()
})

test('a whole platform in the way takes six lines, not twenty', async () => {
  const held = await Promise.all(Array.from({ length: 20 }, () => listening('127.0.0.1')))
  const refusal = await checkPorts(new Map(held.map(({ port }) => [port, 'a service']))).catch(String)
  for (const { server } of held) server.close()
  expect(String(refusal).split('\n')).toHaveLength(8)
  expect(refusal).toContain('… and 15 more')
})
