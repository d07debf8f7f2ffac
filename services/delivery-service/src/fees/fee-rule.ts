import type { Fen } from '@linli/core'
import { DeliveryErrors } from '../errors.ts'

export const FEE_MODES = ['COMMUNITY_DROP', 'HOME', 'EXPRESS'] as const
export type FeeMode = (typeof FEE_MODES)[number]

/** A tier reaches up to and including its limit; beyond the last one there is no delivery. */
export type DistanceTier = { readonly upToMeters: number; readonly feeFen: Fen }
export type WeightTier = { readonly upToGrams: number; readonly feeFen: Fen }

export type FeeRuleDraft = {
  readonly name: string
  readonly mode: FeeMode
  /** Empty: every community that no other rule names. */
  readonly communityIds: readonly string[]
  readonly baseFen: Fen
  /** Empty: the distance does not matter. */
  readonly distanceTiers: readonly DistanceTier[]
  /** Empty: the weight does not matter. */
  readonly weightTiers: readonly WeightTier[]
  readonly freeThresholdFen: Fen | null
  /** 起送价 */
  readonly minOrderFen: Fen
  readonly enabled: boolean
}

export type FeeRule = FeeRuleDraft & { readonly id: string; readonly version: number }

/** The fee of the tier that holds `amount`; 0 without tiers, undefined beyond the last. */
export function tierFor<Limit extends string>(
  tiers: readonly ({ readonly feeFen: Fen } & Readonly<Record<Limit, number>>)[],
  amount: number,
  limit: Limit,
): Fen | undefined {
  if (tiers.length === 0) return 0
  return tiers.find((tier) => amount <= tier[limit])?.feeFen
}

/** @throws TIERS_NOT_RISING */
export function checkTiers({
  distanceTiers,
  weightTiers,
}: Pick<FeeRuleDraft, 'distanceTiers' | 'weightTiers'>): void {
  const rising = (limits: number[]) =>
    limits.every((limit, index) => index === 0 || limit > (limits[index - 1] ?? 0))
  if (
    !rising(distanceTiers.map(({ upToMeters }) => upToMeters)) ||
    !rising(weightTiers.map(({ upToGrams }) => upToGrams))
  ) {
    throw DeliveryErrors.TIERS_NOT_RISING()
  }
}
