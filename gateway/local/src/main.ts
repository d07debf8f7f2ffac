import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { systemClock } from '@linli/core'
import { loadConfig, readKeys, readUpstreams } from './config.ts'
import { createGateway } from './gateway.ts'
import { parseKongFile } from './kong-file.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { render } from './render.ts'
import { createStatusServer } from './status.ts'

const config = loadConfig()
const log = createLog(systemClock)
const document = render(parseKongFile(readFileSync(config.GATEWAY_CONFIG, 'utf8')), {
  keys: readKeys(config.JWT_PUBLIC_KEYS_FILE),
  upstreams: readUpstreams(config.GATEWAY_UPSTREAMS),
  origins: config.GATEWAY_ORIGINS?.split(','),
})
const metrics = config.GATEWAY_STATUS_PORT === undefined ? undefined : createMetrics()
const gateway = createGateway(document, { redisUrl: config.REDIS_URL, clock: systemClock, log, metrics })
const status = metrics && createStatusServer(metrics)

await listen(gateway.server, config.GATEWAY_PORT)
if (status && config.GATEWAY_STATUS_PORT !== undefined) await listen(status, config.GATEWAY_STATUS_PORT)
log('info', 'listening', {
  address: gateway.server.address(),
  routes: document.services.flatMap((s) => s.routes).length,
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void shutDown(signal))

async function shutDown(signal: string): Promise<void> {
  log('info', 'draining', { signal })
  status?.close()
  await gateway.stop(config.SHUTDOWN_GRACE_MS)
  log('info', 'stopped')
  process.exit(0)
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, config.GATEWAY_HOST, resolve)
  })
}
