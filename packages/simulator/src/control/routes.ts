import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parseJson } from '../mini-program/replies.ts'
import { rawBody } from '../pay/mch-route.ts'
import type { Notification } from '../pay/notification.ts'
import type { Json } from '../pay/rules.ts'
import type { Control } from './control.ts'
import { badInput, ControlError, optional, optionalNumber, text, whole } from './input.ts'
import {
  readClockChange,
  readFault,
  readPay,
  readPush,
  readRefundPlan,
  readSettings,
  readStrings,
} from './readers.ts'

const PREFIX = '/__sim'

/** The same verbs as `Control`, as HTTP. Bodies are JSON whatever the content type says. */
export function controlRoutes(app: FastifyInstance, control: Control): void {
  app.register(
    (scope, _options, done) => {
      scope.setErrorHandler((error, _request, reply) => {
        if (!(error instanceof ControlError)) throw error
        return reply.code(error.status).send({ error: error.message })
      })
      clockPaths(scope, control)
      userPaths(scope, control)
      faultPaths(scope, control)
      ledgerPaths(scope, control)
      callbackPaths(scope, control)
      done()
    },
    { prefix: PREFIX },
  )
}

const bodyOf = (request: FastifyRequest): Json => {
  const bytes = rawBody(request)
  const parsed = bytes.length === 0 ? {} : parseJson(bytes)
  if (!parsed) throw badInput('the body must be a JSON object')
  return parsed
}

const queryOf = (request: FastifyRequest) => request.query as Json
const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id

function clockPaths(app: FastifyInstance, control: Control): void {
  app.get('/clock', () => control.clock.get())
  app.post('/clock/advance', (request) => {
    const body = bodyOf(request)
    return control.clock.advance(
      (optionalNumber(body, 'ms') ?? 0) + (optionalNumber(body, 'seconds') ?? 0) * 1000,
    )
  })
  app.post('/clock/set', (request) => control.clock.set(readClockChange(bodyOf(request))))
  app.get('/settings', () => control.settings.get())
  app.post('/settings', (request) =>
    control.settings.set(readSettings(bodyOf(request), control.settings.get())),
  )
  app.post('/certificates/rotate', async () => ({ serial_no: (await control.rotateCertificate()).serial_no }))
  app.post('/reset', async () => {
    await control.reset()
    return { reset: true }
  })
}

function userPaths(app: FastifyInstance, control: Control): void {
  app.post('/login', (request) => {
    const body = bodyOf(request)
    const unionid = optional(body, 'unionid')
    const app = optional(body, 'app')
    if (app !== undefined && app !== 'staff') throw badInput('app is staff, or absent for the residents’')
    return control.login({
      openid: text(body, 'openid'),
      ...(unionid !== undefined && { unionid }),
      ...(app !== undefined && { app }),
    })
  })
  app.post('/phone-codes', (request) => control.phoneCode({ phone: text(bodyOf(request), 'phone') }))
  app.post('/pay', async (request, reply) => {
    const answer = await control.pay(readPay(bodyOf(request)))
    return reply.code(answer.paid ? 200 : 409).send(answer)
  })
  app.get('/sms', (request) => control.sms(optional(queryOf(request), 'phone')))
  app.get('/messages', (request) => control.messages(optional(queryOf(request), 'openid')))
  app.get('/shipments', () => control.shipments())
  app.get('/quotas', () => control.quotas())
  app.post('/quotas', (request) => {
    const body = bodyOf(request)
    const count = optionalNumber(body, 'count') ?? 1
    return control.grantQuota({ openid: text(body, 'openid'), template_id: text(body, 'template_id'), count })
  })
  app.post('/templates', (request) => {
    const body = bodyOf(request)
    control.registerTemplate({ template_id: text(body, 'template_id'), keys: readStrings(body, 'keys') })
    return { registered: true }
  })
  app.post('/push', (request) => control.push(readPush(bodyOf(request))))
  app.get('/objects', () => control.objects())
  app.put('/objects/:bucket/*', (request) => {
    const { bucket, '*': key } = request.params as { bucket: string; '*': string }
    const contentType = request.headers['content-type'] ?? 'application/octet-stream'
    return control.putObject({ bucket, key, contentType, content: rawBody(request) })
  })
}

function faultPaths(app: FastifyInstance, control: Control): void {
  app.get('/faults', () => control.faults.list())
  app.post('/faults', (request) => control.faults.set(readFault(bodyOf(request))))
  app.delete('/faults', () => {
    control.faults.clear()
    return { cleared: true }
  })
  app.delete('/faults/:id', (request) => {
    control.faults.clear(idOf(request))
    return { cleared: true }
  })
  app.post('/refund-plans', (request) => {
    control.planRefund(readRefundPlan(bodyOf(request)))
    return { planned: true }
  })
}

function ledgerPaths(app: FastifyInstance, control: Control): void {
  app.get('/orders', () => control.orders())
  app.get('/orders/:id', (request) => {
    const order = control.order(idOf(request))
    if (!order) throw new ControlError(404, 'no such order')
    return order
  })
  app.get('/refunds', () => control.refunds())
  app.get('/ledger', () => control.ledger())
}

function callbackPaths(app: FastifyInstance, control: Control): void {
  app.get('/callbacks', (request) => {
    const outTradeNo = optional(queryOf(request), 'out_trade_no')
    const state = optional(queryOf(request), 'state')
    return control.callbacks.list({
      ...(outTradeNo !== undefined && { out_trade_no: outTradeNo }),
      ...(state !== undefined && { state: state as Notification['state'] }),
    })
  })
  app.post('/callbacks/:id/resend', (request) => control.callbacks.resend(idOf(request)))
  app.post('/callbacks/:id/replay', (request) => {
    const body = bodyOf(request)
    return control.callbacks.replay(idOf(request), {
      count: whole(body, 'count', 1),
      concurrency: whole(body, 'concurrency', 16),
    })
  })
}
