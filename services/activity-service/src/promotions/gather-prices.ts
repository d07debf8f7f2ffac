import { createHash } from 'node:crypto'
import type { Deps } from '../deps.ts'
import { type Priced, type PriceLine, quotaKey, resolvePrices } from './price.ts'
import { listLeft, listPricing } from './promotion.store.ts'
import { QUOTE_MS } from './promotion.ts'
import type { Rules } from './running.ts'
import { listOverrides } from './stacking.store.ts'
import { stackingOf } from './stacking.ts'

/** The rules that price baskets, at most two seconds old. */
export const gatherRules = (deps: Pick<Deps, 'rules' | 'sql' | 'clock'>): Promise<Rules> =>
  deps.rules.get(async () => {
    const now = deps.clock.now()
    const since = new Date(now.getTime() - QUOTE_MS)
    const [promotions, overrides] = await Promise.all([
      listPricing(deps.sql, { now, since }),
      listOverrides(deps.sql),
    ])
    const stacking = stackingOf(overrides)
    const parts = [stacking.version, ...promotions.map(({ id, version }) => `${id}:${version}`)]
    const version = createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16)
    return { promotions, stacking, version }
  })

export type Pricing = {
  readonly userId: string | undefined
  readonly communityId: string
  /** Group and flash orders have their own price: nothing else takes off before the coupon (A13). */
  readonly orderType: string
  readonly lines: readonly PriceLine[]
}

const ACTIVITIES = new Set(['GROUP', 'FLASH', 'POINTS_EXCHANGE'])

/** The lines under what runs now: one query when a quota is touched, none otherwise. */
export async function gatherPrices(deps: Deps, pricing: Pricing): Promise<Priced & { rules: Rules }> {
  const rules = await gatherRules(deps)
  const promotions = ACTIVITIES.has(pricing.orderType) ? [] : rules.promotions
  const skuIds = pricing.lines.map(({ skuId }) => skuId)
  const promotionIds = promotions
    .filter(({ quotas }) => quotas.some(({ skuId }) => skuIds.includes(skuId)))
    .map(({ id }) => id)
  const rows =
    promotionIds.length > 0 ? await listLeft(deps.sql, { promotionIds, skuIds, userId: pricing.userId }) : []
  const left = new Map(rows.map((row) => [quotaKey(row.promotionId, row.skuId), row]))
  const { stacking } = rules
  const { communityId } = pricing
  return {
    ...resolvePrices(pricing.lines, { promotions, stacking, communityId, left }, deps.clock.now()),
    rules,
  }
}
