import { businessDay } from '@linli/core'
import { type CouponTemplate, notClaimable } from '../coupon-templates/coupon-template.ts'
import { gatherCouponTemplate } from '../coupon-templates/gather-coupon-template.ts'
import { gatherMine } from '../coupons/gather-mine.ts'
import type { Deps } from '../deps.ts'
import { listActivePopups, listSeen } from './popup.store.ts'
import { candidatesFor, mayShow, type Popup, type PopupPage } from './popup.ts'
import { recallSeen, type SeenPopups } from './seen.client.ts'

export type Viewer = {
  readonly page: PopupPage
  readonly communityId: string | undefined
  /** Undefined for a guest. */
  readonly userId: string | undefined
  /** What tells a guest from others: only to stay in one arm of a test. */
  readonly address: string
  /** What a guest's device has shown often enough. */
  readonly excluded: readonly string[]
}

export type Chosen = { readonly popup: Popup; readonly template: CouponTemplate | undefined }

/** The one popup of a page view, or none (product.md A02). */
export async function gatherPopup(deps: Deps, viewer: Viewer): Promise<Chosen | undefined> {
  const { page, communityId, userId, address, excluded } = viewer
  const at = deps.clock.now()
  const popups = await deps.popups.list(() => listActivePopups(deps.db))
  const candidates = candidatesFor(popups, { page, communityId, at, viewer: userId ?? address })
  if (candidates.length === 0) return undefined
  const seen: SeenPopups =
    userId === undefined ? {} : await recallSeen(deps, userId, () => listSeen(deps.sql, userId))
  const unseen = candidates.filter(
    (popup) => !excluded.includes(popup.id) && mayShow(popup, seen[popup.id], businessDay(at)),
  )
  let isNew: boolean | undefined
  for (const popup of unseen) {
    if (popup.audience !== 'ALL') {
      isNew ??= await isNewUser(deps, userId)
      if (isNew === undefined || isNew !== (popup.audience === 'NEW')) continue
    }
    if (popup.couponTemplateId === null) return { popup, template: undefined }
    const template = await gatherOffer(deps, popup.couponTemplateId, userId)
    if (template) return { popup, template }
  }
  return undefined
}

/** Undefined when nobody can say: then what depends on it is not shown. */
async function isNewUser(deps: Deps, userId: string | undefined): Promise<boolean | undefined> {
  if (userId === undefined) return true
  try {
    return (await deps.user.checkUserEligibility({ userId, kind: 'NEW_USER' })).eligible
  } catch (error) {
    deps.log.warn({ err: error }, 'no popups for new or returning residents: user-service cannot be asked')
    return undefined
  }
}

/** The coupon, while there are some to claim and this resident may have another. */
async function gatherOffer(
  deps: Deps,
  templateId: string,
  userId: string | undefined,
): Promise<CouponTemplate | undefined> {
  const template = await gatherCouponTemplate(deps, templateId)
  if (notClaimable(template, deps.clock.now())) return undefined
  if (userId === undefined) return template
  const claimed = (await gatherMine(deps, userId, [templateId])).get(templateId) ?? 0
  return claimed < template.perUserLimit ? template : undefined
}
