import type { Deps } from '../deps.ts'
import type { Refund } from './refund.ts'

export type RefundFilter = {
  readonly status?: string
  readonly kind?: string
  readonly paymentId?: string
  readonly outRefundNo?: string
  readonly page: number
  readonly pageSize: number
}

/** Refunds for the console, newest first. */
export async function listRefunds(
  { db }: Pick<Deps, 'db'>,
  { status, kind, paymentId, outRefundNo, page, pageSize }: RefundFilter,
): Promise<{ items: Refund[]; total: number }> {
  const where = {
    ...(status && { status }),
    ...(kind && { kind }),
    ...(paymentId && { paymentId }),
    ...(outRefundNo && { outRefundNo }),
  }
  const [items, total] = await Promise.all([
    db.refund.findMany({
      where,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
    db.refund.count({ where }),
  ])
  return { items: items as Refund[], total }
}
