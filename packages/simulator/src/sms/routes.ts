import type { FastifyInstance } from 'fastify'
import type { Sim } from '../sim.ts'
import { aliyunSms } from './aliyun.ts'
import { tencentSms } from './tencent.ts'

/** Both providers take POST /; the action header tells them apart. */
export function smsRoutes(app: FastifyInstance, sim: Sim): void {
  const usedNonces = new Set<string>()
  app.post('/', { config: { name: 'sms' } }, (request, reply) => {
    if (request.headers['x-tc-action'] !== undefined) return reply.send(tencentSms(sim, request))
    const { status, body } = aliyunSms(sim, request, usedNonces)
    return reply.code(status).send(body)
  })
}
