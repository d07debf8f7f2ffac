import { demoId } from '../demo-id.ts'
import { communities } from './communities.ts'

/**
 * What bringing an order home costs. Distance is from the community's centre to the address; a tier reaches up to
 * and including its limit; beyond the last tier there is no delivery. Self-pickup is always free.
 */
export const homeFeeRule = {
  id: demoId('fee-rule:home'),
  name: '杭州送货上门运费',
  version: 1,
  mode: 'HOME',
  communityIds: communities.map(({ id }) => id),
  distanceTiers: [
    { upToMeters: 300, feeFen: 300 },
    { upToMeters: 800, feeFen: 500 },
    { upToMeters: 2000, feeFen: 800 },
  ],
  weightTiers: [
    { upToGrams: 5_000, feeFen: 0 },
    { upToGrams: 10_000, feeFen: 200 },
    { upToGrams: 20_000, feeFen: 500 },
    { upToGrams: 50_000, feeFen: 1_200 },
  ],
  /** Goods of at least this much travel free (surcharges and weight included). */
  freeThresholdFen: 5_900,
  /** 起送价 */
  minOrderFen: 1_500,
} as const
