import { decryptOaep } from '../crypto/rsa.ts'
import type { Sim } from '../sim.ts'
import type { MchRequest } from './mch-route.ts'
import type { Refund } from './order.ts'
import { invalidRequest, paramError, resourceMissing } from './pay-error.ts'
import { planRefundEnd } from './refund-outcome.ts'

/** Sends an ABNORMAL refund to another bank card; the card data come encrypted with the WeChat key. */
export function repairRefund(sim: Sim, request: MchRequest): Refund {
  const { body } = request
  const outRefundNo = sim.tables.refundIds.get(request.params.refund_id ?? '')
  const refund = outRefundNo === undefined ? undefined : sim.tables.refunds.get(outRefundNo)
  if (!refund || refund.out_refund_no !== body.out_refund_no) throw resourceMissing('退款单不存在')
  if (body.type === 'USER_BANK_CARD') checkCard(sim, request)
  if (refund.status !== 'ABNORMAL') throw invalidRequest('退款单状态不是异常，不能发起异常退款')
  const again: Refund = {
    ...refund,
    status: 'PROCESSING',
    outcome: 'SUCCESS',
    channel: 'OTHER_BANKCARD',
    due_at: sim.clock.now() + sim.settings.get().refund_delay_ms,
  }
  sim.tables.refunds.put(refund.out_refund_no, again)
  planRefundEnd(sim, again)
  return again
}

function checkCard(sim: Sim, { body, wechatpaySerial }: MchRequest): void {
  const { privateKey } = sim.platform.forResponse(wechatpaySerial)
  if (wechatpaySerial === undefined) throw paramError('平台证书序列号Wechatpay-Serial错误')
  for (const field of ['bank_type', 'bank_account', 'real_name']) {
    const value = body[field]
    if (typeof value !== 'string') throw paramError(`${field}不能为空`)
    if (field === 'bank_type') continue
    try {
      decryptOaep(value, privateKey)
    } catch {
      throw paramError(`${field}解密失败，请检查加密使用的公钥与Wechatpay-Serial是否一致`)
    }
  }
}
