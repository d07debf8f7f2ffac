import { sha256Hex } from '../crypto/digest.ts'
import type { Sim } from '../sim.ts'
import { DAY_MS, MINUTE_MS, parseRfc3339 } from '../time/format.ts'
import { checkNotifyUrl } from './notify-url.ts'
import type { Order } from './order.ts'
import { invalidRequest, orderClosed, orderMissing, orderPaid, PayError, paramError } from './pay-error.ts'
import { isJson, type Json } from './rules.ts'

const DEFAULT_LIFE_MS = 7 * DAY_MS
const MAX_LIFE_MS = 15 * DAY_MS
const MIN_LIFE_MS = MINUTE_MS
/** How long a prepay_id opens the cashier, whatever time_expire says. */
export const PREPAY_LIFE_MS = 2 * 60 * MINUTE_MS

const REENTRY = '请求重入时，参数与首次请求时不一致'

export const isPaid = (order: Order): boolean => order.payment !== null

/** An unpaid order past its time is closed the moment somebody looks at it. */
export function findOrder(sim: Sim, outTradeNo: string): Order | undefined {
  const order = sim.tables.orders.get(outTradeNo)
  if (order?.state !== 'NOTPAY' || sim.clock.now() < order.expires_at) return order
  return sim.tables.orders.put(outTradeNo, { ...order, state: 'CLOSED', closed_by: 'expiry' })
}

/** Throws ORDER_NOT_EXIST. */
export function getOrder(sim: Sim, outTradeNo: string): Order {
  const order = findOrder(sim, outTradeNo)
  if (!order) throw orderMissing()
  return order
}

/** The first call creates the order; an identical repetition while unpaid gives a new prepay_id. */
export function placeOrder(sim: Sim, body: Json): Order {
  const wanted = readOrder(sim, body)
  const known = findOrder(sim, wanted.out_trade_no)
  if (sim.tables.burned.has(wanted.out_trade_no)) throw reentry(sim)
  if (!known) return issuePrepay(sim, wanted)
  if (isPaid(known)) throw orderPaid()
  if (known.state === 'CLOSED') throw orderClosed()
  if (known.fingerprint !== wanted.fingerprint) throw reentry(sim)
  return issuePrepay(sim, known)
}

const reentry = (sim: Sim): PayError =>
  sim.settings.get().reorder_error === 'OUT_TRADE_NO_USED'
    ? new PayError(403, 'OUT_TRADE_NO_USED', { message: '商户订单号重复', numeric: 268498688 })
    : invalidRequest(REENTRY, 268498688)

function issuePrepay(sim: Sim, order: Order): Order {
  const issued_at = sim.clock.now()
  const prepay_id = sim.ids.prepayId(issued_at)
  sim.tables.prepays.put(prepay_id, { prepay_id, out_trade_no: order.out_trade_no, issued_at })
  return sim.tables.orders.put(order.out_trade_no, { ...order, prepay_id })
}

/** Closing is re-entrant. A number never ordered is answered 204 as well, and is burned from then on. */
export function closeOrder(sim: Sim, outTradeNo: string): void {
  const order = findOrder(sim, outTradeNo)
  if (!order) {
    sim.tables.burned.put(outTradeNo, { out_trade_no: outTradeNo, at: sim.clock.now() })
  } else if (isPaid(order)) {
    throw orderPaid()
  } else if (order.state === 'NOTPAY') {
    sim.tables.orders.put(outTradeNo, { ...order, state: 'CLOSED', closed_by: 'merchant' })
  }
}

function readOrder(sim: Sim, body: Json): Order {
  const now = sim.clock.now()
  const appid = String(body.appid)
  if (appid !== sim.keys.app.appId) {
    throw new PayError(400, 'APPID_MCHID_NOT_MATCH', { message: 'appid和mch_id不匹配', numeric: 268445527 })
  }
  const notify_url = String(body.notify_url)
  checkNotifyUrl(notify_url)
  const openid = String(inner(body, 'payer').openid)
  if (sim.settings.get().strict_openid && !sim.tables.openids.has(openid)) {
    throw paramError('无效的openid', undefined, 268501013)
  }
  const { time_expire, ...rest } = body
  const device = inner(body, 'scene_info').device_id
  return {
    out_trade_no: String(body.out_trade_no),
    appid,
    mchid: String(body.mchid),
    description: String(body.description),
    attach: typeof body.attach === 'string' ? body.attach : null,
    notify_url,
    total: Number(inner(body, 'amount').total),
    openid,
    device_id: typeof device === 'string' ? device : null,
    fingerprint: sha256Hex(canonical(rest)),
    created_at: now,
    expires_at: expiry(time_expire, now),
    prepay_id: '',
    state: 'NOTPAY',
    closed_by: null,
    payment: null,
    out_refund_nos: [],
  }
}

/** Less than a minute is raised to one; fifteen days at most; seven when nothing is said. */
function expiry(timeExpire: unknown, now: number): number {
  if (timeExpire === undefined) return now + DEFAULT_LIFE_MS
  const at = parseRfc3339(String(timeExpire))
  if (at === undefined) {
    throw paramError('time_expire格式错误', {
      field: '/time_expire',
      value: timeExpire,
      issue: '应为RFC3339格式',
      location: 'body',
    })
  }
  return Math.min(Math.max(at, now + MIN_LIFE_MS), now + MAX_LIFE_MS)
}

const inner = (body: Json, name: string): Json => {
  const value = body[name]
  return isJson(value) ? value : {}
}

/** Key order must not matter when two calls are compared. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isJson(value)) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
}
