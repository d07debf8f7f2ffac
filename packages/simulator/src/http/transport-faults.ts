import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Fault, TransportKind } from '../faults/fault.ts'
import type { Sim } from '../sim.ts'

/**
 * Faults of the network and of the provider's front door, for any named route: before the effect (nothing
 * happened) or after it (it happened, the caller cannot know).
 */
export function transportFaults(app: FastifyInstance, sim: Sim): void {
  const active = new WeakMap<FastifyRequest, Fault[]>()
  const find = (request: FastifyRequest, kind: TransportKind) =>
    active.get(request)?.find((fault) => fault.kind === kind)

  app.addHook('preHandler', async (request, reply) => {
    const { name } = request.routeOptions.config
    if (name === undefined) return
    const faults = sim.faults.forRoute(name)
    if (faults.length === 0) return
    active.set(request, faults)
    const latency = find(request, 'latency')
    if (latency) await sleep(latency.ms ?? 1000)
    if (find(request, 'reset_before')) {
      request.raw.socket.destroy()
      return reply.hijack()
    }
    const status = find(request, 'status')
    if (status && !status.after) return failWith(reply, { name, status: status.status ?? 500 })
  })

  app.addHook('onSend', async (request, reply, payload: unknown) => {
    if (!active.has(request)) return payload
    if (find(request, 'reset_after')) request.raw.socket.destroy()
    const status = find(request, 'status')
    if (status?.after) {
      const { name = '' } = request.routeOptions.config
      reply.code(status.status ?? 500).removeHeader('wechatpay-signature')
      return failureBody(name, status.status ?? 500)
    }
    if (find(request, 'bad_signature')) spoilSignature(reply, reversed)
    if (find(request, 'signtest_response')) spoilSignature(reply, probe)
    if (find(request, 'truncated_body')) return cutInHalf(request, reply, String(payload ?? ''))
    return payload
  })
}

function failWith(reply: FastifyReply, failure: { name: string; status: number }): FastifyReply {
  return reply
    .code(failure.status)
    .type('application/json; charset=utf-8')
    .send(failureBody(failure.name, failure.status))
}

const PAY_CODES: Record<number, string> = {
  429: 'FREQUENCY_LIMITED',
  500: 'SYSTEM_ERROR',
  502: 'SERVICE_UNAVAILABLE',
  503: 'SERVICE_UNAVAILABLE',
}

function failureBody(route: string, status: number): string {
  if (route.startsWith('mp.')) return JSON.stringify({ errcode: -1, errmsg: 'system error' })
  return JSON.stringify({
    code: PAY_CODES[status] ?? 'SYSTEM_ERROR',
    message: '系统异常，请用相同参数重新调用',
  })
}

function spoilSignature(reply: FastifyReply, spoil: (signature: string) => string): void {
  const signature = reply.getHeader('wechatpay-signature')
  if (typeof signature === 'string') reply.header('wechatpay-signature', spoil(signature))
}

/** Still strict base64 of the right length, but of another number. */
const reversed = (signature: string): string => Buffer.from(signature, 'base64').reverse().toString('base64')

const probe = (signature: string): string => `WECHATPAY/SIGNTEST/${signature.slice(19)}`

/** Promises the whole length, sends half, and hangs up. */
function cutInHalf(request: FastifyRequest, reply: FastifyReply, payload: string): Readable {
  const bytes = Buffer.from(payload)
  reply.header('content-length', bytes.length)
  const { socket } = request.raw
  return Readable.from(
    (async function* () {
      yield bytes.subarray(0, Math.floor(bytes.length / 2))
      await new Promise(setImmediate)
      socket.destroy()
    })(),
  )
}
