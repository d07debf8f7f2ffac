import {
  CALLBACK_KINDS,
  type FaultSpec,
  isCallbackKind,
  isTransportKind,
  TRANSPORT_KINDS,
} from '../faults/fault.ts'
import type { Push } from '../mini-program/push.ts'
import type { RefundPlan } from '../pay/order.ts'
import type { PayInput } from '../pay/payments.ts'
import { isJson, type Json } from '../pay/rules.ts'
import { DEFAULT_SETTINGS, type Settings } from '../settings.ts'
import type { ClockChange } from './clock.ts'
import { badInput, optional, optionalNumber, text, whole } from './input.ts'

/** `{out_trade_no | prepay_id | client, openid?, coupon?, wait?}` */
export function readPay(body: Json): PayInput & { wait?: boolean } {
  const outTradeNo = optional(body, 'out_trade_no')
  const prepayId = optional(body, 'prepay_id')
  const openid = optional(body, 'openid')
  const { client, coupon } = body
  if (outTradeNo === undefined && prepayId === undefined && client === undefined) {
    throw badInput('out_trade_no, prepay_id or client is needed')
  }
  return {
    ...(outTradeNo !== undefined && { out_trade_no: outTradeNo }),
    ...(prepayId !== undefined && { prepay_id: prepayId }),
    ...(openid !== undefined && { openid }),
    ...(client !== undefined && { client: readClient(client) }),
    ...(coupon !== undefined && { coupon: readCoupon(coupon) }),
    in_flight: body.in_flight === true,
    wait: body.wait === true,
  }
}

function readClient(client: unknown): NonNullable<PayInput['client']> {
  if (!isJson(client)) throw badInput('client must be an object')
  const field = (name: string) => text(client, name)
  return {
    timeStamp: field('timeStamp'),
    nonceStr: field('nonceStr'),
    package: field('package'),
    signType: field('signType'),
    paySign: field('paySign'),
  }
}

function readCoupon(coupon: unknown): NonNullable<PayInput['coupon']> {
  if (!isJson(coupon)) throw badInput('coupon must be an object')
  const type = optional(coupon, 'type') ?? 'CASH'
  if (type !== 'CASH' && type !== 'NOCASH') throw badInput('coupon.type must be CASH or NOCASH')
  const name = optional(coupon, 'name')
  return { amount: whole(coupon, 'amount', 1), type, ...(name !== undefined && { name }) }
}

const OUTCOMES: RefundPlan['outcome'][] = ['SUCCESS', 'ABNORMAL', 'CLOSED', 'USER_ACCOUNT_ABNORMAL']

/** `{match, outcome, delay_ms?}` */
export function readRefundPlan(body: Json): {
  match: string
  outcome: RefundPlan['outcome']
  delay_ms?: number
} {
  const outcome = OUTCOMES.find((known) => known === body.outcome)
  if (!outcome) throw badInput(`outcome must be one of ${OUTCOMES.join(', ')}`)
  const delay = optionalNumber(body, 'delay_ms')
  return { match: optional(body, 'match') ?? '*', outcome, ...(delay !== undefined && { delay_ms: delay }) }
}

/** Only known names, each of its present type. */
export function readSettings(body: Json, current: Settings): Partial<Settings> {
  for (const [name, value] of Object.entries(body)) {
    if (!Object.hasOwn(DEFAULT_SETTINGS, name)) throw badInput(`${name} is no setting`)
    const expected = typeof current[name as keyof Settings]
    if (typeof value !== expected) throw badInput(`${name} must be a ${expected}`)
  }
  return body
}

export function readStrings(body: Json, name: string): string[] {
  const value = body[name] ?? []
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) {
    throw badInput(`${name} must be a list of strings`)
  }
  return value.map(String)
}

const FAULT_NUMBERS = ['probability', 'ms', 'status', 'count', 'seconds', 'amount'] as const
const FAULT_TEXTS = ['route', 'out_trade_no', 'mchid', 'event_type'] as const

/** `{kind, times?, …}`; see FaultSpec. */
export function readFault(body: Json): FaultSpec {
  const kind = text(body, 'kind')
  if (!isTransportKind(kind) && !isCallbackKind(kind)) {
    throw badInput(`kind must be one of ${[...TRANSPORT_KINDS, ...CALLBACK_KINDS].join(', ')}`)
  }
  const event = optional(body, 'event') ?? '*'
  if (event !== 'pay' && event !== 'refund' && event !== '*') throw badInput('event must be pay, refund or *')
  const numbers = FAULT_NUMBERS.flatMap((name) => {
    const value = optionalNumber(body, name)
    return value === undefined ? [] : [[name, value] as const]
  })
  const texts = FAULT_TEXTS.flatMap((name) => {
    const value = optional(body, name)
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    ...Object.fromEntries(numbers),
    ...Object.fromEntries(texts),
    kind,
    event,
    times: body.times === 'always' ? 'always' : whole(body, 'times', 1),
    after: body.after === true,
  }
}

/** `{now?, frozen?, wire_follows?, wire_skew_ms?}` */
export function readClockChange(body: Json): ClockChange {
  const now = typeof body.now === 'string' ? Date.parse(body.now) : optionalNumber(body, 'now')
  if (now !== undefined && Number.isNaN(now)) throw badInput('now must be epoch ms or RFC 3339')
  const follows = optional(body, 'wire_follows')
  if (follows !== undefined && follows !== 'real' && follows !== 'virtual') {
    throw badInput('wire_follows must be real or virtual')
  }
  const skew = optionalNumber(body, 'wire_skew_ms')
  return {
    ...(now !== undefined && { now }),
    ...(typeof body.frozen === 'boolean' && { frozen: body.frozen }),
    ...(follows !== undefined && { wire_follows: follows }),
    ...(skew !== undefined && { wire_skew_ms: skew }),
  }
}

/** `{url, token, message, encoding_aes_key?}` */
export function readPush(body: Json): Push {
  const { message } = body
  if (!isJson(message)) throw badInput('message must be an object')
  const key = optional(body, 'encoding_aes_key')
  return {
    url: text(body, 'url'),
    token: text(body, 'token'),
    message,
    ...(key !== undefined && { encoding_aes_key: key }),
  }
}
