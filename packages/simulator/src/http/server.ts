import fastify, { type FastifyInstance } from 'fastify'
import { cashierRoutes } from '../cashier/routes.ts'
import type { Control } from '../control/control.ts'
import { controlRoutes } from '../control/routes.ts'
import { miniProgramRoutes } from '../mini-program/routes.ts'
import { payRoutes } from '../pay/pay-routes.ts'
import type { Sim } from '../sim.ts'
import { smsRoutes } from '../sms/routes.ts'
import { storageRoutes } from '../storage/routes.ts'
import { transportFaults } from './transport-faults.ts'

const BODY_LIMIT = 64 * 1024 * 1024

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The name faults and rate limits know the route by. */
    name?: string
  }
}

type Doors = {
  /** Absent: no /__sim paths but healthz. */
  readonly control: Control | undefined
  readonly accountsFile: string | undefined
}

/** One server for all providers. */
export function createServer(sim: Sim, { control, accountsFile }: Doors): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 1024 },
  })
  // Signatures cover the bytes as sent, so nothing is parsed before it is verified.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error, _request, reply) => {
    sim.onError(error)
    return reply
      .code(500)
      .type('application/json')
      .send('{"code":"SYSTEM_ERROR","message":"系统异常，请稍后重试"}')
  })
  openToBrowsers(app)
  transportFaults(app, sim)
  app.get('/__sim/healthz', () => ({ status: 'ok' }))
  payRoutes(app, sim)
  miniProgramRoutes(app, sim)
  smsRoutes(app, sim)
  storageRoutes(app, sim)
  if (control) {
    controlRoutes(app, control)
    cashierRoutes(app, {
      control,
      accountsFile,
      newName: () => sim.random.hex(12),
      newPhone: () => `198${sim.random.digits(8)}`,
    })
  }
  refuseUnknown(app)
  return app
}

/** Browsers upload to storage and drive the control paths; the pay API answers servers only. */
function openToBrowsers(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    const target = request.raw.url ?? '/'
    if (!target.startsWith('/oss/') && !target.startsWith('/__sim/')) return
    reply.header('access-control-allow-origin', request.headers.origin ?? '*')
    reply.header('access-control-expose-headers', 'etag, x-oss-request-id, content-length')
    if (request.method !== 'OPTIONS') return
    reply.header('access-control-allow-methods', 'GET, HEAD, POST, PUT, DELETE')
    reply.header('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*')
    reply.header('access-control-max-age', '600')
    return reply.code(204).send()
  })
}

/** The pay API answers an unknown path with an empty 404 and a wrong method with an empty 405. */
function refuseUnknown(app: FastifyInstance): void {
  const known: RegExp[] = KNOWN_PAY_PATHS
  app.setNotFoundHandler((request, reply) => {
    const path = (request.raw.url ?? '/').split('?')[0] ?? '/'
    return reply.code(known.some((pattern) => pattern.test(path)) ? 405 : 404).send()
  })
}

const KNOWN_PAY_PATHS = [
  /^\/v3\/pay\/transactions\/jsapi$/,
  /^\/v3\/pay\/transactions\/(?:id|out-trade-no)\/[^/]+$/,
  /^\/v3\/pay\/transactions\/out-trade-no\/[^/]+\/close$/,
  /^\/v3\/refund\/domestic\/refunds(?:\/[^/]+(?:\/apply-abnormal-refund)?)?$/,
  /^\/v3\/certificates$/,
]
