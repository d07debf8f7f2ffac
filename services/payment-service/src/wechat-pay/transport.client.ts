import type { Clock } from '@linli/core'
import type { Log } from '@linli/service'
import { type Dispatcher, request } from 'undici'
import type { Outcome } from '../channels/channel.ts'
import { type Json, parseJson, textOf } from './answer.ts'
import type { PlatformKeys } from './platform-keys.client.ts'
import { authorization, type Merchant } from './signature.ts'
import { checkSigned } from './signed-message.ts'

export type TransportOptions = {
  /** The main host, then the one for when it cannot be reached: same keys, same data. */
  readonly hosts: readonly string[]
  readonly merchant: Merchant
  readonly keys: PlatformKeys
  readonly clock: Clock
  readonly log: Log
  /** 32 characters nobody can guess. */
  readonly nonce: () => string
  readonly dispatcher: Dispatcher
}

export type Call = { readonly method: 'GET' | 'POST'; readonly target: string; readonly body?: object }

const TIMEOUT_MS = 8_000
/** The request never left: the other host may be asked without fear of doing it twice. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

type Answer = { status: number; headers: Dispatcher.ResponseData['headers']; body: Buffer }

/** One signed call. An answer counts as `ok` only when its signature is valid; what is not certain is `unknown`. */
export async function callWechat(options: TransportOptions, call: Call): Promise<Outcome<Json>> {
  let failure: unknown
  for (const host of options.hosts) {
    try {
      return judge(options, call, await send(options, host, call))
    } catch (error) {
      failure = error
      if (!neverSent(error)) break
    }
  }
  options.log.warn({ err: failure, target: pathOf(call) }, 'WeChat Pay did not answer')
  return { kind: 'unknown', reason: failure instanceof Error ? failure.message : String(failure) }
}

async function send(options: TransportOptions, host: string, call: Call): Promise<Answer> {
  const body = call.body ? JSON.stringify(call.body) : ''
  const timestamp = String(Math.floor(options.clock.now().getTime() / 1000))
  const stamp = { timestamp, nonce: options.nonce() }
  const answer = await request(`${host}${call.target}`, {
    dispatcher: options.dispatcher,
    method: call.method,
    headers: {
      accept: 'application/json',
      'user-agent': 'linli-payment/1',
      'wechatpay-serial': options.keys.preferredId(),
      authorization: authorization(
        { method: call.method, target: call.target, body },
        stamp,
        options.merchant,
      ),
      ...(body !== '' && { 'content-type': 'application/json' }),
    },
    ...(body !== '' && { body }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  const bytes = Buffer.from(await answer.body.arrayBuffer())
  return { status: answer.statusCode, headers: answer.headers, body: bytes }
}

/** 2xx must be signed; 4xx never is, so its code may only lead to asking again (wechat.md §2.4, §6). */
function judge(options: TransportOptions, call: Call, { status, headers, body }: Answer): Outcome<Json> {
  const about = { status, target: pathOf(call), requestId: headers['request-id'] }
  if (status === 200 || status === 204) {
    const verdict = checkSigned(headers, body, { now: options.clock.now(), keyOf: options.keys.keyOf })
    if (!verdict.valid) {
      options.log.error({ ...about, reason: verdict.reason }, 'an answer of WeChat Pay cannot be verified')
      return { kind: 'unknown', reason: verdict.reason }
    }
    const json = status === 204 ? {} : parseJson(body.toString('utf8'))
    return json ? { kind: 'ok', value: json } : { kind: 'unknown', reason: 'the answer is not JSON' }
  }
  const refusal = parseJson(body.toString('utf8'))
  const code = textOf(refusal?.code)
  options.log.warn({ ...about, code }, 'WeChat Pay refused')
  // 202, 429 and 5xx: nobody knows what was done, the same call may be repeated later.
  if (status < 400 || status === 429 || status >= 500 || code === '') {
    return { kind: 'unknown', reason: `${status} ${code}` }
  }
  return { kind: 'rejected', code, message: textOf(refusal?.message) }
}

/** Without the query, which holds our merchant id. */
const pathOf = ({ target }: Call) => target.split('?', 1)[0]

function neverSent(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError && error.errors.every(neverSent)) return true
  return ('code' in error && NEVER_SENT.has(String(error.code))) || neverSent(error.cause)
}
