import { isAppError } from '@linli/core'
import type { Deps } from '../deps.ts'

type Asked = Pick<Deps, 'order' | 'user'>

/**
 * Whom the counter would call, by order: the recipient that the order names, else the resident's own phone. '' for one
 * without any; an order that is not known yet is left out.
 */
export async function gatherPhones(
  { order, user }: Asked,
  orderIds: readonly string[],
): Promise<Map<string, string>> {
  const { orders } = await order.batchGetOrders({ orderIds: [...orderIds] })
  const phones = orders.map(
    async ({ orderId, userId, recipientPhone }) =>
      [orderId, recipientPhone || (await phoneOf(user, userId))] as const,
  )
  return new Map(await Promise.all(phones))
}

async function phoneOf(user: Asked['user'], userId: string): Promise<string> {
  try {
    const { phone } = await user.getUser({ userId })
    return phone
  } catch (error) {
    if (isAppError(error) && error.kind === 'not_found') return ''
    throw error
  }
}
