import type { Work } from '../deps.ts'
import { changeOrder } from './order.store.ts'
import type { Order } from './order.ts'
import { reprice } from './order-rules.ts'

type Asked = { readonly payableFen: number; readonly reason: string; readonly staffId: string }

/** @throws ORDER_NOT_REPRICEABLE, PRICE_OUT_OF_RANGE */
export const repriceOrder = (work: Work, orderId: string, { staffId, ...asked }: Asked): Promise<Order> =>
  changeOrder(work, orderId, (order) =>
    reprice(order, asked, { at: work.now, actor: { type: 'STAFF', id: staffId } }),
  )
