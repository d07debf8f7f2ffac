import { newId } from '@linli/core'
import type { Work } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import { insertRecommendation, productExists } from './recommendation.store.ts'
import type { Recommendation } from './recommendation.ts'

export type NewRecommendation = Omit<Recommendation, 'id' | 'version'>

/** @throws PRODUCT_NOT_FOUND, SCHEDULE_INVALID, RECOMMENDATION_TAKEN */
export async function createRecommendation(work: Work, content: NewRecommendation): Promise<Recommendation> {
  checkSchedule(content)
  const { productId } = content
  if (!(await productExists(work, productId))) throw ProductErrors.PRODUCT_NOT_FOUND({ productId })
  const recommendation = { ...content, id: newId(work.now), version: 1 }
  await insertRecommendation(work, recommendation).catch(placeTaken)
  return recommendation
}

/** @throws SCHEDULE_INVALID when it would end before it begins. */
export function checkSchedule({ startsAt, endsAt }: Pick<Recommendation, 'startsAt' | 'endsAt'>): void {
  if (startsAt && endsAt && endsAt <= startsAt) throw ProductErrors.SCHEDULE_INVALID()
}

/** @throws RECOMMENDATION_TAKEN in place of Prisma's unique violation, everything else as it is. */
export function placeTaken(error: unknown): never {
  const taken = error instanceof Error && 'code' in error && error.code === 'P2002'
  throw taken ? ProductErrors.RECOMMENDATION_TAKEN(undefined, error) : error
}
