import type { FastifyInstance } from 'fastify'
import { rawBody } from '../pay/mch-route.ts'
import type { Json } from '../pay/rules.ts'
import type { Sim } from '../sim.ts'
import { appIdOfToken, stableToken, tokenError } from './access-token.ts'
import { codeToSession, type LoginQuery } from './login.ts'
import { phoneNumber } from './phone.ts'
import { NOT_JSON, parseJson } from './replies.ts'
import { uploadShipping } from './shipping.ts'
import { sendSubscribeMessage } from './subscribe.ts'
import { wxaCode } from './wxa-code.ts'

type TokenCall = { name: string; url: string; handle: (sim: Sim, body: Json, appId: string) => Json | Buffer }

const TOKEN_CALLS: TokenCall[] = [
  { name: 'mp.phone', url: '/wxa/business/getuserphonenumber', handle: phoneNumber },
  { name: 'mp.subscribe', url: '/cgi-bin/message/subscribe/send', handle: sendSubscribeMessage },
  { name: 'mp.shipping', url: '/wxa/sec/order/upload_shipping_info', handle: uploadShipping },
  { name: 'mp.wxacode', url: '/wxa/getwxacodeunlimit', handle: wxaCode },
]

/** HTTP is always 200 here; errcode tells. */
export function miniProgramRoutes(app: FastifyInstance, sim: Sim): void {
  app.get('/sns/jscode2session', { config: { name: 'mp.code2session' } }, (request, reply) =>
    // The real server says text/plain, and clients that trust the content type break on it.
    reply.type('text/plain').send(JSON.stringify(codeToSession(sim, request.query as LoginQuery))),
  )
  app.post('/cgi-bin/stable_token', { config: { name: 'mp.token' } }, (request) => {
    const body = parseJson(rawBody(request))
    return body ? stableToken(sim, body) : NOT_JSON
  })
  for (const call of TOKEN_CALLS) {
    app.post(call.url, { config: { name: call.name } }, (request, reply) => {
      const { access_token } = request.query as { access_token?: string }
      const refused = tokenError(sim, access_token)
      const body = parseJson(rawBody(request))
      const answer =
        refused ?? (body ? call.handle(sim, body, appIdOfToken(sim, access_token ?? '')) : NOT_JSON)
      return Buffer.isBuffer(answer) ? reply.type('image/png').send(answer) : reply.send(answer)
    })
  }
}
