import { businessDay } from '@linli/core'
import { on } from '@linli/events'
import {
  AftersaleGoodsReleased,
  OrderClosed,
  OrderCompleted,
  OrderCreated,
  OrderPaid,
} from '@linli/proto/order'
import type { Deps, Work } from '../deps.ts'
import { commitReservation } from './commit-reservation.ts'
import { fulfilReservation } from './fulfil-reservation.ts'
import { releaseReservation } from './release-reservation.ts'
import { reserveStock } from './reserve-stock.ts'
import { restockReservation } from './restock-reservation.ts'

/** What becomes of an order's stock; lists that show "in stock" are renewed when a SKU sells out or comes back. */
export const reservationSubscriptions = (deps: Deps) => [
  on(OrderCreated, async (work: Work, event) => {
    const { orderId, userId, warehouseId, lines } = event
    const day = businessDay(event.createdAt)
    const { emptied } = await reserveStock(work, { orderId, userId, warehouseId, lines, day })
    if (emptied) work.afterCommit(() => deps.catalogue.stockTurned())
  }),
  on(OrderPaid, (work: Work, { orderId }) => commitReservation(work, orderId)),
  on(OrderClosed, async (work: Work, { orderId, userId, paid }) => {
    if (paid) return // what was paid for is undone by after-sales
    const { refilled } = await releaseReservation(work, { orderId, userId })
    if (refilled) work.afterCommit(() => deps.catalogue.stockTurned())
  }),
  on(OrderCompleted, (work: Work, { orderId }) => fulfilReservation(work, orderId)),
  on(AftersaleGoodsReleased, async (work: Work, { aftersaleId, orderId, restock, lines }) => {
    const { refilled } = await restockReservation(work, { aftersaleId, orderId, restock, lines })
    if (refilled) work.afterCommit(() => deps.catalogue.stockTurned())
  }),
]
