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

const REFUSALS: Readonly<Partial<Record<NotPayableReason, (details: { orderId: string }) => Error>>> = {
  [NotPayableReason.PROCESSING]: PaymentErrors.PROCESSING,
  [NotPayableReason.EXPIRED]: PaymentErrors.ORDER_EXPIRED,
  [NotPayableReason.CLOSING]: PaymentErrors.PAYMENT_CLOSING,
  [NotPayableReason.CLOSED]: PaymentErrors.PAYMENT_CLOSED,
  [NotPayableReason.ALREADY_PAID]: PaymentErrors.PAYMENT_ALREADY_PAID,
  [NotPayableReason.NOTHING_TO_PAY]: PaymentErrors.NOTHING_TO_PAY,
}

function notPayable(reason: NotPayableReason | undefined, orderId: string): Error {
  const refuse = (reason && REFUSALS[reason]) ?? PaymentErrors.ORDER_NOT_PAYABLE
  return refuse({ orderId })
}
