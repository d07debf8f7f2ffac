import { CommonErrors, HTTP_STATUS, isAppError } from '@linli/core'
import { counter, inTransaction } from '@linli/events'
import type { App, Routes } from '@linli/http'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { recordNotification } from './record-notification.ts'

const BODY_LIMIT_BYTES = 64 * 1024

/** The provider's own words (wechat.md §4), not our envelope. */
const Answer = Type.Object({ code: Type.String(), message: Type.String() })
const SUCCESS = { code: 'SUCCESS', message: '成功' }

const received = counter('payment_notifications', 'by outcome')

/** What is kept of the headers, for disputes. */
const KEPT_HEADERS = [
  'wechatpay-timestamp',
  'wechatpay-nonce',
  'wechatpay-serial',
  'wechatpay-signature',
  'wechatpay-signature-type',
  'request-id',
] as const

/** Anybody may call; the signature is the control (Y02, Y23). */
export const notificationRoutes: Routes<Deps> = (app, deps) => {
  received.add(0, { outcome: 'refused NOTICE_UNVERIFIED' }) // the first one must be seen as a rise
  takeRawBodies(app)
  app.setErrorHandler((error: FastifyError, request, reply) => refuse(error, request, reply))

  const route = (path: string, operationId: string, summary: string) =>
    app.post(
      `/payment-notifications/wechat/${path}`,
      {
        config: { audience: 'public' },
        bodyLimit: BODY_LIMIT_BYTES,
        schema: { operationId, summary, tags: ['payment-notifications'], response: { 200: Answer } },
      },
      async (request) => {
        await take(deps, request)
        return SUCCESS
      },
    )
  route('transactions', 'receiveTransactionNotice', '微信支付结果通知')
  route('refunds', 'receiveRefundNotice', '微信退款结果通知')
}

/** The signature covers the bytes as they came: nothing may parse them before it is checked. */
function takeRawBodies(app: App): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

async function take(deps: Deps, request: FastifyRequest): Promise<void> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const notice = deps.channel.readNotice(request.headers, body)
  const { numberPrefix } = deps
  const { mchid } = deps.channel
  const headers = Object.fromEntries(KEPT_HEADERS.map((name) => [name, request.headers[name]]))
  const { outcome, isSuspicious } = await inTransaction(deps, (work: Work) =>
    recordNotification(work, { notice, headers, body: body.toString('utf8'), mchid, numberPrefix }),
  )
  received.add(1, { outcome })
  const about = { noticeId: notice.id, eventType: notice.eventType, outcome }
  if (isSuspicious) request.log.error(about, 'a payment notice that does not fit')
}

/** 4xx and 5xx make the provider send again; what cannot be healed by that is at least recorded by us. */
function refuse(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  const known = isAppError(error) ? error : undefined
  const status = known ? statusOf(known.kind) : (error.statusCode ?? 500)
  received.add(1, { outcome: `refused ${known?.id ?? status}` })
  const about = { err: error, status, ip: request.ip, serial: request.headers['wechatpay-serial'] }
  request.log.error(about, 'a payment notice was refused')
  const message =
    known && status < 500 ? known.text('zh') : status < 500 ? '请求无效' : CommonErrors.INTERNAL().text('zh')
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ code: 'FAIL', message }))
}

/** A number that we do not know (yet) is our failure: the retry may find it. */
const statusOf = (kind: keyof typeof HTTP_STATUS): number =>
  kind === 'not_found' || kind === 'conflict' || kind === 'rule' ? 500 : HTTP_STATUS[kind]
