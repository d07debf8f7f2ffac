import type { Work } from '../deps.ts'
import { forgetViewer } from '../popups/forget-viewer.ts'
import { listUnused } from './coupon.store.ts'
import { revokeCoupon } from './revoke-coupon.ts'

/** An account is gone (product.md U19): its unused coupons are nobody's. Used ones stay with their orders. */
export async function forgetPerson(work: Work, userId: string): Promise<void> {
  for (const id of await listUnused(work.sql, userId, work.now))
    await revokeCoupon(work, id, { actor: { type: 'SYSTEM' }, reason: '账号注销' })
  await forgetViewer(work, userId)
}
