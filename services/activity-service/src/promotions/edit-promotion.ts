import type { Work } from '../deps.ts'
import { ActivityErrors } from '../errors.ts'
import {
  type Actor,
  claimDue,
  deletePromotionRow,
  insertPromotion,
  lockPromotionRow,
  savePromotion,
} from './promotion.store.ts'
import { type Promotion, type PromotionEvent, promotionMachine } from './promotion.ts'
import { assertSound, edit, type PromotionDraft } from './promotion-draft.ts'

/** @throws PROMOTION_INVALID */
export function createPromotion(work: Work, draft: PromotionDraft, adminId: string): Promise<Promotion> {
  assertSound(draft)
  return insertPromotion(work, draft, adminId)
}

/** @throws PROMOTION_NOT_FOUND, PROMOTION_FIXED, PROMOTION_INVALID */
export async function editPromotion(
  work: Work,
  id: string,
  { draft, actor }: { draft: PromotionDraft; actor: Actor },
): Promise<Promotion> {
  const promotion = await lockPromotionRow(work, id)
  const next = edit(promotion, draft)
  await savePromotion(work, promotion, { next, step: { event: 'edit', actor, reason: '' } })
  return next
}

/** @throws PROMOTION_NOT_FOUND, PROMOTION_FIXED unless it is a draft */
export async function deletePromotion(work: Work, id: string): Promise<void> {
  const { status } = await lockPromotionRow(work, id)
  if (status !== 'DRAFT') throw ActivityErrors.PROMOTION_FIXED({ promotionId: id })
  await deletePromotionRow(work, id)
}

export type Moving = { readonly event: PromotionEvent; readonly actor: Actor; readonly reason: string }

/** @throws PROMOTION_NOT_FOUND, ILLEGAL_TRANSITION */
export async function movePromotion(work: Work, id: string, moving: Moving): Promise<Promotion> {
  return move(work, await lockPromotionRow(work, id), moving)
}

async function move(work: Work, promotion: Promotion, step: Moving): Promise<Promotion> {
  const status = promotionMachine.next(promotion.status, step.event)
  const next = { ...promotion, status, version: promotion.version + 1 }
  await savePromotion(work, promotion, { next, step })
  return next
}

/** Writes down what time has started and ended. @returns how many. */
export async function schedulePromotions(work: Work, limit: number): Promise<number> {
  const due = await claimDue(work, limit)
  for (const promotion of due) {
    const event = promotion.endsAt <= work.now ? 'end' : 'start'
    await move(work, promotion, { event, actor: { type: 'SYSTEM' }, reason: '' })
  }
  return due.length
}
