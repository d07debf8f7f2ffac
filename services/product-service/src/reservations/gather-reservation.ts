import type { Reservation } from '@linli/proto/product'
import type { Deps } from '../deps.ts'
import { findReservation } from './reservation.store.ts'

/** An order's reservation as other services read it. */
export async function gatherReservation(
  { sql, clock }: Deps,
  orderId: string,
): Promise<Reservation | undefined> {
  const found = await findReservation(sql, orderId)
  return (
    found && {
      orderId,
      userId: found.userId,
      warehouseId: found.warehouseId ?? '',
      status: found.status,
      lines: found.lines.map(({ skuId, productId, qty, restockedQty, writtenOffQty }) => ({
        skuId,
        productId,
        qty,
        restockedQty,
        writtenOffQty,
      })),
      createdAt: found.createdAt,
      updatedAt: found.updatedAt,
      version: found.version,
      asOfMs: clock.now().getTime(),
    }
  )
}
