import { CommonErrors } from '@linli/core'
import type { Work } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import { checkSchedule, placeTaken } from './create-recommendation.ts'
import { findRecommendation, saveRecommendation } from './recommendation.store.ts'
import type { Recommendation } from './recommendation.ts'

export type RecommendationEdit = Omit<Recommendation, 'slot' | 'productId'>

/** @throws RECOMMENDATION_NOT_FOUND, VERSION_CONFLICT, SCHEDULE_INVALID, RECOMMENDATION_TAKEN */
export async function editRecommendation(work: Work, edit: RecommendationEdit): Promise<Recommendation> {
  checkSchedule(edit)
  const before = await findRecommendation(work.db, edit.id)
  if (!before) throw ProductErrors.RECOMMENDATION_NOT_FOUND({ id: edit.id })
  const saved = await saveRecommendation(work, edit).catch(placeTaken)
  if (!saved) throw CommonErrors.VERSION_CONFLICT({ current: before.version })
  return { ...before, ...edit, version: edit.version + 1 }
}
