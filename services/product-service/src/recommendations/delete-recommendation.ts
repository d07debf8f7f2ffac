import type { Work } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import { dropRecommendation } from './recommendation.store.ts'

/** @throws RECOMMENDATION_NOT_FOUND */
export async function deleteRecommendation(work: Work, id: string): Promise<void> {
  if (!(await dropRecommendation(work, id))) throw ProductErrors.RECOMMENDATION_NOT_FOUND({ id })
}
