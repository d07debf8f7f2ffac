import { happened, newId } from '@linli/core'
import { OrdersExported } from '@linli/proto/order'
import type { Work } from '../deps.ts'
import { OrderErrors } from '../errors.ts'
import { countMatching, forgetExports, insertExport, type OrderExport } from './export.store.ts'
import { type AdminFilterByDay, toAdminFilter } from './order-queries.store.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const MOST_ORDERS = 50_000

type Asked = { readonly adminId: string; readonly filter: AdminFilterByDay; readonly ip: string }

/** Tells the audit log who is about to take which orders away: committed before the first is shown. @throws EXPORT_TOO_LARGE */
export async function createExport(work: Work, { adminId, filter, ip }: Asked): Promise<OrderExport> {
  const { now } = work
  const orderCount = await countMatching(work.sql, toAdminFilter(filter), now)
  if (orderCount > MOST_ORDERS) throw OrderErrors.EXPORT_TOO_LARGE({ most: MOST_ORDERS })
  const made = { id: newId(now), adminId, filter, orderCount, createdAt: now }
  await forgetExports(work, new Date(now.getTime() - DAY_MS))
  await insertExport(work, made)
  work.publish(
    happened(
      OrdersExported,
      { aggregateType: 'export', aggregateId: made.id, aggregateVersion: 1 },
      {
        exportId: made.id,
        adminId,
        filter: JSON.stringify(filter),
        orderCount,
        ip,
        exportedAt: now,
        version: 1,
      },
    ),
  )
  return made
}
