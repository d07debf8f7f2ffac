import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { lockMerchant, saveStatus } from './merchant.store.ts'
import { merchantMachine } from './merchant.ts'
import { lockSubmission, markSubmitted } from './submission.store.ts'

type Submitting = { readonly merchantId: string; readonly version: number; readonly origin: Origin }

/** Hands a shop's documents in. A shop that sells already keeps its state while they wait. */
export async function submitDocuments(
  work: Work,
  { merchantId, version, origin }: Submitting,
): Promise<void> {
  const merchant = await lockMerchant(work, merchantId)
  const { id } = await lockSubmission(work, { merchantId, status: 'DRAFT', version })
  const { actorId, traceId } = origin
  await markSubmitted(work, id, actorId)
  if (merchant.status === 'DRAFT' || merchant.status === 'REJECTED') {
    const to = merchantMachine.next(merchant.status, 'submit')
    await saveStatus(work, merchant, { event: 'submit', to, reason: '', actorId, traceId })
  }
  await writeAuditLog(work, {
    action: 'merchant.submit',
    targetType: 'merchant',
    targetId: merchantId,
    details: { submissionId: id },
    origin,
  })
}
