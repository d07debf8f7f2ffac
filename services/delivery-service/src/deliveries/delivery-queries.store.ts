import type { Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { findDeliveries } from './delivery.store.ts'
import type { Delivery } from './delivery.ts'

export type DeskFilter = {
  readonly merchantId: string
  /** Undefined = every point. */
  readonly points: readonly string[] | undefined
  readonly pickupPointId?: string | undefined
  readonly statuses?: readonly string[] | undefined
  readonly batchId?: string | undefined
  readonly orderNo?: string | undefined
  readonly afterId?: string | undefined
  readonly limit: number
}

/** The merchant's tasks, newest first. */
export async function listDesk(sql: Sql, filter: DeskFilter): Promise<Delivery[]> {
  const {
    points = null,
    pickupPointId = null,
    statuses = null,
    batchId = null,
    orderNo = null,
    afterId = null,
  } = filter
  const rows = await sql<{ id: string }>`
    select id from deliveries where merchant_id = ${filter.merchantId}
      and (${points}::uuid[] is null or pickup_point_id = any(${points}))
      and (${pickupPointId}::uuid is null or pickup_point_id = ${pickupPointId})
      and (${statuses}::text[] is null or status = any(${statuses}))
      and (${batchId}::uuid is null or batch_id = ${batchId})
      and (${orderNo}::text is null or order_no = ${orderNo})
      and (${afterId}::uuid is null or id < ${afterId})
    order by id desc limit ${filter.limit}`
  return newestFirst(
    await findDeliveries(
      sql,
      rows.map(({ id }) => id),
    ),
  )
}

const newestFirst = (deliveries: Delivery[]): Delivery[] => deliveries.reverse()

export type TailQuestion = {
  readonly merchantId: string
  readonly pickupPointId: string
  readonly tailIndex: string
}

/** What waits at a point for a phone that ends so; few, or the question was too wide. */
export async function findByTail(
  sql: Sql,
  { merchantId, pickupPointId, tailIndex }: TailQuestion,
): Promise<Delivery[]> {
  const rows = await sql<{ id: string }>`
    select id from deliveries where merchant_id = ${merchantId} and pickup_point_id = ${pickupPointId}
      and phone_tail_index = ${tailIndex} and status in ('READY', 'PARTIAL') order by id limit 20`
  return findDeliveries(
    sql,
    rows.map(({ id }) => id),
  )
}

export type RecipientWanted = {
  readonly id: string
  readonly orderId: string
  readonly pickupPointId: string
}

/** The newest first, so that an order which nobody knows never keeps the others waiting. */
export async function recipientsWanted(sql: Sql, limit: number): Promise<RecipientWanted[]> {
  return sql<RecipientWanted>`
    select id, order_id as "orderId", pickup_point_id as "pickupPointId" from deliveries
    where recipient_state = 'WANTED' order by created_at desc limit ${limit}`
}

export type Tail = { readonly id: string; readonly tailIndex: string | null }

/** No version: nothing of this is shown or decided by others. */
export async function saveTails(work: Work, tails: readonly Tail[]): Promise<void> {
  await work.sql`
    update deliveries as task set phone_tail_index = tail.index,
      recipient_state = case when tail.index is null then 'NONE' else 'KNOWN' end
    from unnest(${tails.map(({ id }) => id)}::uuid[], ${tails.map(({ tailIndex }) => tailIndex)}::text[]) as tail (id, index)
    where task.id = tail.id`
}
