import { MerchantStatus } from '@linli/proto/user'
import type { Deps } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { findMerchants, noticeUsers } from './merchant.store.ts'
import { isOpen } from './merchant.ts'

const MAX_BATCH = 100

/** The merchants' part of `UserQuery`. */
export const merchantQueries = (deps: Deps) => {
  const load = async (ids: readonly string[]) => {
    const [merchants, users] = await Promise.all([findMerchants(deps.sql, ids), noticeUsers(deps.sql, ids)])
    return merchants.map((merchant) => ({
      merchantId: merchant.id,
      name: merchant.name,
      logoUrl: merchant.logoUrl,
      status: MerchantStatus[merchant.status],
      open: isOpen(merchant),
      commissionBp: merchant.commissionBp,
      noticeUserIds: users.get(merchant.id) ?? [],
      version: merchant.version,
      asOfMs: deps.clock.now().getTime(),
    }))
  }
  return {
    async getMerchant({ merchantId }: { merchantId: string }) {
      const [merchant] = await load([merchantId])
      if (!merchant) throw UserErrors.MERCHANT_NOT_FOUND({ merchantId })
      return merchant
    },

    async batchGetMerchants({ merchantIds }: { merchantIds: readonly string[] }) {
      const ids = [...new Set(merchantIds)].slice(0, MAX_BATCH)
      const merchants = await load(ids)
      const found = new Set(merchants.map(({ merchantId }) => merchantId))
      return { merchants, missingIds: ids.filter((id) => !found.has(id)), asOfMs: deps.clock.now().getTime() }
    },
  }
}
