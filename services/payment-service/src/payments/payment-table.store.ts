import { columns, fromColumns } from '@linli/events'
import type { Deps } from '../deps.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Refund } from '../refunds/refund.ts'
import type { Payment } from './payment.ts'

const REFUND = columns(Prisma.RefundScalarFieldEnum)

/** Reads for people: lists and everything about one payment. */
export type PaymentFilter = {
  readonly status?: string
  readonly orderNo?: string
  readonly orderId?: string
  readonly userId?: string
  readonly outTradeNo?: string
  readonly page: number
  readonly pageSize: number
}

type Reads = Pick<Deps, 'db' | 'sql'>

export async function listPayments(
  { db, sql }: Reads,
  filter: PaymentFilter,
): Promise<{ items: Payment[]; total: number }> {
  const { status, orderNo, orderId, userId, outTradeNo, page, pageSize } = filter
  const paymentIds = outTradeNo ? await idsOfTrade(sql, outTradeNo) : undefined
  const where = {
    ...(status && { status }),
    ...(orderNo && { orderNo }),
    ...(orderId && { orderId }),
    ...(userId && { userId }),
    ...(paymentIds && { id: { in: paymentIds } }),
  }
  const [items, total] = await Promise.all([
    db.payment.findMany({
      where,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
    db.payment.count({ where }),
  ])
  return { items: items as Payment[], total }
}

async function idsOfTrade(sql: Deps['sql'], outTradeNo: string): Promise<string[]> {
  const rows = await sql<{
    payment_id: string
  }>`select payment_id from attempts where out_trade_no = ${outTradeNo}`
  return rows.map((row) => row.payment_id)
}

export type HistoryLine = {
  readonly fromStatus: string | null
  readonly event: string
  readonly toStatus: string
  readonly actorType: string
  readonly at: Date
}

export function listHistory({ db }: Reads, paymentId: string): Promise<HistoryLine[]> {
  return db.paymentHistory.findMany({
    where: { paymentId },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    select: { fromStatus: true, event: true, toStatus: true, actorType: true, at: true },
  })
}

export async function listRefundsOf({ sql }: Reads, paymentId: string): Promise<Refund[]> {
  const rows =
    await sql`select ${REFUND} from refunds where payment_id = ${paymentId} order by created_at, id`
  return rows.map((row) => fromColumns<Refund>(row))
}
