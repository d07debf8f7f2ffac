import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { lockMerchant, saveStatus } from './merchant.store.ts'
import { merchantMachine } from './merchant.ts'
import { lockSubmission, markDecided, takeOver } from './submission.store.ts'

type Settling = {
  readonly merchantId: string
  readonly decision: 'approve' | 'reject'
  readonly reason: string
  /** Of the documents that were looked at: others that came meanwhile are not decided. */
  readonly version: number
  readonly origin: Origin
}

/** Approves or rejects what a shop handed in; a shop that sells already goes on with what it had when rejected. */
export async function settleSubmission(work: Work, settling: Settling): Promise<void> {
  const { merchantId, decision, reason, version, origin } = settling
  const merchant = await lockMerchant(work, merchantId)
  const submission = await lockSubmission(work, { merchantId, status: 'SUBMITTED', version })
  const { actorId, traceId } = origin
  const status = decision === 'approve' ? 'APPROVED' : 'REJECTED'
  await markDecided(work, submission.id, { status, reason, actorId })
  if (decision === 'approve') await takeOver(work, submission)
  if (merchant.status === 'SUBMITTED') {
    const to = merchantMachine.next(merchant.status, decision)
    await saveStatus(work, merchant, { event: decision, to, reason, actorId, traceId })
  }
  await writeAuditLog(work, {
    action: 'merchant.audit',
    targetType: 'merchant',
    targetId: merchantId,
    details: { submissionId: submission.id, decision, reason },
    origin,
  })
}
