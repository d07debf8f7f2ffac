import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { responseMessage, signRsa } from '../crypto/rsa.ts'
import type { Sim } from '../sim.ts'
import { unixSeconds } from '../time/format.ts'
import { authenticate, checkAgent, type SignedRequest } from './authorization.ts'
import { PayError, paramError } from './pay-error.ts'
import type { RateLimits } from './rate-limits.ts'
import { checkFields, type Fields, isJson, type Json } from './rules.ts'

export type MchRequest = {
  mchid: string
  params: Record<string, string>
  query: Record<string, string>
  body: Json
  /** Which key the caller encrypted with or wants the answer signed with. */
  wechatpaySerial: string | undefined
}

/** No body means 204. */
export type Answer = { body?: Json }

export type MchRoute = {
  name: string
  method: 'GET' | 'POST'
  url: string
  /** Certificates and refunds check User-Agent and Accept first. */
  needsAgent: boolean
  body?: Fields
  query?: Fields
  handle: (sim: Sim, request: MchRequest) => Answer | Promise<Answer>
}

/** Registers one merchant endpoint with the check order and the answer signing of the real service. */
export function mchRoute(app: FastifyInstance, route: MchRoute, deps: { sim: Sim; limits: RateLimits }) {
  const { sim, limits } = deps
  app.route({
    method: route.method,
    url: route.url,
    config: { name: route.name },
    handler: async (request, reply) => {
      const signed = toSigned(request)
      try {
        if (route.needsAgent) checkAgent(signed.headers)
        const mchid = authenticate(sim, signed)
        limits.take(route.name)
        const answer = await route.handle(sim, readRequest(request, { route, mchid, body: signed.body }))
        return await sendSigned(sim, reply, { answer, requested: header(request, 'wechatpay-serial') })
      } catch (error) {
        if (!(error instanceof PayError)) throw error
        limits.failed(route.name)
        return sendRefusal(sim, reply, { error, target: signed.target })
      }
    },
  })
}

const toSigned = (request: FastifyRequest): SignedRequest => ({
  method: request.method,
  target: request.raw.url ?? '/',
  body: rawBody(request).toString('utf8'),
  headers: request.headers,
})

export const rawBody = (request: FastifyRequest): Buffer =>
  Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)

const header = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

function readRequest(
  request: FastifyRequest,
  { route, mchid, body }: { route: MchRoute; mchid: string; body: string },
): MchRequest {
  const query = request.query as Json
  checkFields(query, route.query ?? {}, 'query')
  const parsed = route.body ? parseBody(body) : {}
  if (route.body) checkFields(parsed, route.body, 'body')
  const claimed = parsed.mchid ?? query.mchid
  if (claimed !== undefined && claimed !== mchid) throw paramError('商户号与签名信息不匹配，mchid不匹配')
  return {
    mchid,
    params: request.params as Record<string, string>,
    query: query as Record<string, string>,
    body: parsed,
    wechatpaySerial: header(request, 'wechatpay-serial'),
  }
}

function parseBody(body: string): Json {
  try {
    const parsed: unknown = JSON.parse(body)
    if (isJson(parsed)) return parsed
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw paramError('请求体不是合法的JSON')
}

/** Every 2xx is signed, the empty 204 too. */
function sendSigned(
  sim: Sim,
  reply: FastifyReply,
  { answer, requested }: { answer: Answer; requested: string | undefined },
): FastifyReply {
  const body = answer.body === undefined ? '' : JSON.stringify(answer.body)
  const signer = sim.platform.forResponse(requested)
  const timestamp = String(unixSeconds(sim.clock.wire()))
  const nonce = sim.random.hex(32)
  reply.headers({
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': signer.serial,
    'wechatpay-signature': signRsa(responseMessage(timestamp, nonce, body), signer.privateKey),
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
    'request-id': sim.ids.requestId(0),
  })
  if (body === '') return reply.code(204).send()
  return reply.code(200).type('application/json; charset=utf-8').send(body)
}

/** 4xx and 5xx carry no signature; the 401 of /v3/pay/transactions/* no Request-ID either (probed). */
function sendRefusal(
  sim: Sim,
  reply: FastifyReply,
  { error, target }: { error: PayError; target: string },
): FastifyReply {
  if (error.status !== 401 || !target.startsWith('/v3/pay/transactions/')) {
    reply.header('request-id', sim.ids.requestId(error.facts.numeric ?? 268435461))
  }
  const { message, detail } = error.facts
  const body = JSON.stringify({ code: error.code, message, ...(detail && { detail }) })
  return reply.code(error.status).type('application/json; charset=utf-8').send(body)
}
