import { isAppError } from '@linli/core'
import type { PayableOrder } from '@linli/proto/order'
import { NotPayableReason } from '@linli/proto/order'
import type { Deps } from '../deps.ts'
import { PaymentErrors } from '../errors.ts'

/** What is to be paid, and the openid that pays. The amount comes from the order, never from the client (Y01). */
export type Payable = { readonly order: PayableOrder; readonly openid: string }

/** Asks order and user at once. @throws ORDER_NOT_PAYABLE and its siblings, WECHAT_NOT_BOUND, or what order throws */
export async function gatherPayable(deps: Deps, orderId: string, userId: string): Promise<Payable> {
  const [order, openid] = await Promise.all([
    deps.order.getPayableOrder({ orderId, userId }),
    openidOf(deps, userId),
  ])
  if (!order.payable) throw notPayable(order.reason, orderId)
  if (order.payableFen < 1) throw PaymentErrors.NOTHING_TO_PAY({ orderId })
  if (order.expireAt <= deps.clock.now()) throw PaymentErrors.ORDER_EXPIRED({ orderId })
  return { order, openid }
}

async function openidOf(deps: Deps, userId: string): Promise<string> {
  try {
    return (await deps.user.getWechatIdentity({ userId, appId: deps.channel.appid })).openid
  } catch (error) {
    if (isAppError(error) && error.kind === 'not_found')
      throw PaymentErrors.WECHAT_NOT_BOUND(undefined, error)
    throw error
  }
}

function notPayable(reason: NotPayableReason | undefined, orderId: string): Error {
  switch (reason) {
    case NotPayableReason.PROCESSING:
      return PaymentErrors.PROCESSING({ orderId })
    case NotPayableReason.EXPIRED:
      return PaymentErrors.ORDER_EXPIRED({ orderId })
    case NotPayableReason.CLOSING:
      return PaymentErrors.PAYMENT_CLOSING({ orderId })
    case NotPayableReason.CLOSED:
      return PaymentErrors.PAYMENT_CLOSED({ orderId })
    case NotPayableReason.ALREADY_PAID:
      return PaymentErrors.PAYMENT_ALREADY_PAID({ orderId })
    case NotPayableReason.NOTHING_TO_PAY:
      return PaymentErrors.NOTHING_TO_PAY({ orderId })
    default:
      return PaymentErrors.ORDER_NOT_PAYABLE({ orderId })
  }
}
