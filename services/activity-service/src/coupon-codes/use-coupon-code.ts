import type { Work } from '../deps.ts'
import { ActivityErrors } from '../errors.ts'
import { markRedeemed } from './code.store.ts'

/** @throws CODE_INVALID when it was redeemed by another request in the meantime */
export async function useCouponCode(
  work: Work,
  codeHash: string,
  by: { userId: string; couponId: string },
): Promise<void> {
  if (!(await markRedeemed(work, codeHash, by))) throw ActivityErrors.CODE_INVALID()
}
