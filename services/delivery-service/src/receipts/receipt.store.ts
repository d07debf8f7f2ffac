import { newId } from '@linli/core'
import { fromColumns } from '@linli/events'
import type { Work } from '../deps.ts'

export type NewReceipt = {
  readonly merchantId: string
  readonly pickupPointId: string
  readonly operatorId: string
  readonly operatorName: string
  readonly orderIds: readonly string[]
  readonly idempotencyKey: string
  readonly requestHash: string
}

export type Receipt = Pick<NewReceipt, 'orderIds' | 'requestHash'> & { readonly id: string }

/** @returns the receipt that this key made before, or nothing when it is new and now there. */
export async function insertReceipt(work: Work, receipt: NewReceipt): Promise<Receipt | undefined> {
  const rows = await work.sql`
    insert into receipts (id, merchant_id, pickup_point_id, operator_id, operator_name, order_ids, idempotency_key,
                          request_hash, created_at)
    values (${newId(work.now)}, ${receipt.merchantId}, ${receipt.pickupPointId}, ${receipt.operatorId},
            ${receipt.operatorName}, ${receipt.orderIds}, ${receipt.idempotencyKey}, ${receipt.requestHash}, ${work.now})
    on conflict (operator_id, idempotency_key) do nothing returning id`
  if (rows.length > 0) return undefined
  const [row] = await work.sql`
    select id, order_ids, request_hash from receipts
    where operator_id = ${receipt.operatorId} and idempotency_key = ${receipt.idempotencyKey}`
  return row && fromColumns<Receipt>(row)
}
