import { happened } from '@linli/core'
import { MerchantSuspended } from '@linli/proto/user'
import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { lockMerchant, saveStatus } from './merchant.store.ts'
import { type Merchant, merchantMachine } from './merchant.ts'

type Changing = {
  readonly merchantId: string
  readonly event: 'suspend' | 'resume'
  readonly reason: string
  readonly origin: Origin
}

/** Suspends a shop (its goods go off sale; refunds and pickups go on) or lets it sell again. */
export async function changeMerchantStatus(
  work: Work,
  { merchantId, event, reason, origin }: Changing,
): Promise<Merchant> {
  const merchant = await lockMerchant(work, merchantId)
  const to = merchantMachine.next(merchant.status, event)
  const { actorId, traceId } = origin
  const changed = await saveStatus(work, merchant, { event, to, reason, actorId, traceId })
  const details = { from: merchant.status, to, reason }
  await writeAuditLog(work, {
    action: 'merchant.status.change',
    targetType: 'merchant',
    targetId: merchantId,
    details,
    origin,
  })
  if (event === 'resume') return changed
  work.publish(
    happened(
      MerchantSuspended,
      { aggregateType: 'merchant', aggregateId: merchantId, aggregateVersion: changed.version },
      {
        merchantId,
        name: changed.name,
        reason,
        operatorId: actorId ?? undefined,
        suspendedAt: work.now,
        version: changed.version,
      },
    ),
  )
  return changed
}
