import type { Notice, NoticeHeaders } from '../channels/channel.ts'
import type { Work } from '../deps.ts'
import { receiveMoney } from '../payments/receive-money.ts'
import { recordRefund } from '../refunds/record-refund.ts'
import { insertNotification } from './notification.store.ts'

export type Received = {
  readonly notice: Notice
  readonly headers: NoticeHeaders
  readonly body: string
  readonly mchid: string
  readonly numberPrefix: string
}

export type Handled = { readonly outcome: string; readonly isSuspicious: boolean }

/**
 * The row that removes duplicates, the effect and its events commit together, so a notice whose handling failed is not
 * taken for done (wechat.md §13). @throws PAYMENT_NOT_FOUND, REFUND_NOT_FOUND: the provider's retry may heal that
 */
export async function recordNotification(work: Work, received: Received): Promise<Handled> {
  const handled = await apply(work, received)
  const { notice, headers, body } = received
  const isNew = await insertNotification(work, {
    id: notice.id,
    eventType: notice.eventType,
    outTradeNo: notice.kind === 'trade' ? notice.trade.outTradeNo : null,
    outRefundNo: notice.kind === 'refund' ? notice.refund.outRefundNo : null,
    outcome: handled.outcome,
    headers,
    body,
  })
  return isNew ? handled : { outcome: 'repeated', isSuspicious: false }
}

async function apply(work: Work, { notice, mchid, numberPrefix }: Received): Promise<Handled> {
  if (notice.kind === 'trade') {
    const { trade } = notice
    // Only success is notified; anything else decides nothing.
    if (trade.state !== 'PAID') return { outcome: 'not-paid', isSuspicious: true }
    const { verdict } = await receiveMoney(work, { trade, proven: false, numberPrefix })
    const outcome = verdict.kind === 'mismatch' ? `mismatch ${verdict.reason}` : verdict.kind
    return { outcome, isSuspicious: verdict.kind === 'mismatch' }
  }
  if (notice.kind === 'refund') {
    if (notice.mchid !== mchid) return { outcome: 'mismatch merchant', isSuspicious: true }
    const outcome = await recordRefund(work, { told: notice.refund, proven: false })
    return { outcome, isSuspicious: outcome === 'mismatch' }
  }
  return { outcome: 'unknown-event', isSuspicious: true }
}
