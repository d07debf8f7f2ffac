import { isJson, type Json } from '../pay/rules.ts'
import type { Sim } from '../sim.ts'
import { MINUTE_MS, parseRfc3339 } from '../time/format.ts'
import { type MpError, mpError, OK } from './replies.ts'

/** The trade platform learns of a payment only after about a minute. */
const KNOWN_AFTER_MS = MINUTE_MS
const MAX_UPLOADS = 2

/** POST /wxa/sec/order/upload_shipping_info. */
export function uploadShipping(sim: Sim, body: Json): MpError {
  const key = isJson(body.order_key) ? body.order_key : {}
  const number =
    key.order_number_type === 2
      ? sim.tables.transactions.get(String(key.transaction_id ?? ''))
      : String(key.out_trade_no ?? '')
  const order = sim.tables.orders.get(number ?? '')
  const isOurs = key.order_number_type === 2 || key.mchid === sim.keys.app.mchid
  const isKnown = order?.payment && sim.clock.now() - order.payment.success_at >= KNOWN_AFTER_MS
  if (!order || !isOurs || !isKnown) return mpError(10060001, '支付单不存在')
  const payer = isJson(body.payer) ? body.payer : {}
  if (payer.openid !== order.openid) return mpError(268485216, 'payer.openid 与支付单不一致')
  const problem = badShipping(body)
  if (problem !== undefined) return mpError(47001, problem)
  const earlier = sim.tables.shipments.get(order.out_trade_no)
  if ((earlier?.uploads ?? 0) >= MAX_UPLOADS) return mpError(10060003, '支付单已使用重新发货机会')
  sim.tables.shipments.put(order.out_trade_no, {
    order: order.out_trade_no,
    at: sim.clock.now(),
    uploads: (earlier?.uploads ?? 0) + 1,
    body,
  })
  return OK
}

function badShipping(body: Json): string | undefined {
  if (![1, 2, 3, 4].includes(Number(body.logistics_type))) return 'logistics_type invalid'
  if (![1, 2].includes(Number(body.delivery_mode))) return 'delivery_mode invalid'
  if (parseRfc3339(String(body.upload_time)) === undefined) return 'upload_time invalid'
  const list = body.shipping_list
  if (!Array.isArray(list) || list.length < 1 || list.length > 15) return 'shipping_list invalid'
  const isBad = (item: unknown) =>
    !isJson(item) || typeof item.item_desc !== 'string' || [...item.item_desc].length > 120
  if (list.some(isBad)) return 'shipping_list.item_desc invalid'
  const isExpress = body.logistics_type === 1
  const lacksNumber = (item: Json) => !item.tracking_no || !item.express_company
  if (isExpress && list.some(lacksNumber)) return 'shipping_list.tracking_no missing'
  return undefined
}
