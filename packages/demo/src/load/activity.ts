import { businessDay, businessDayRange } from '@linli/core'
import type pg from 'pg'
import { admins } from '../data/admins.ts'
import { categories } from '../data/categories.ts'
import { type CouponTemplate, type CouponValidity, couponTemplates, heldCoupons } from '../data/coupons.ts'
import { loadShopWindow } from './shop-window.ts'

const AT = '2026-01-01T00:00:00Z'
const DAY_MS = 24 * 60 * 60 * 1000

type Options = { readonly picturesUrl: string }

/** Coupon templates, the coupons residents hold (claimed some days before the first load), banners and the popup. */
export async function loadActivity(client: pg.Client, { picturesUrl }: Options): Promise<void> {
  for (const template of couponTemplates) await loadTemplate(client, template)
  const { rows } = await client.query<{ now: Date }>('select now()')
  for (const held of heldCoupons) {
    const template = couponTemplates.find(({ id }) => id === held.templateId)
    if (!template || !rows[0]) throw new Error(`no template ${held.templateId}`)
    const claimedAt = new Date(rows[0].now.getTime() - held.claimedDaysAgo * DAY_MS)
    await loadCoupon(client, { ...held, template, claimedAt })
  }
  await loadShopWindow(client, picturesUrl)
}

async function loadTemplate(client: pg.Client, template: CouponTemplate): Promise<void> {
  const { id, name, description, merchantId, funding, channel, total, perUserLimit, perDayLimit } = template
  await client.query(
    `with added as (
       insert into coupon_templates (id, name, description, merchant_id, funding, channel, audience, audience_ids, terms,
         validity, total, per_user_limit, per_day_limit, status, version, created_by, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, 'ALL', '{}', $7, $8, $9, $10, $11, $12, 1, $13, $14, $14)
       on conflict do nothing returning id, status
     )
     insert into coupon_template_history (template_id, event, to_status, actor_type, actor_id, reason, at)
     select id, 'create', status, 'ADMIN', $13, 'demo', $14 from added`,
    [
      ...[
        id,
        name,
        description,
        merchantId,
        funding,
        channel,
        termsOf(template),
        validityOf(template.validity),
      ],
      ...[total, perUserLimit, perDayLimit, template.status, admins[0]?.id, AT],
    ],
  )
}

type Held = {
  readonly id: string
  readonly userId: string
  readonly seq: number
  readonly template: CouponTemplate
  readonly claimedAt: Date
}

/** The coupon, its history and the template's count together: what is there already is not counted twice. */
async function loadCoupon(client: pg.Client, { id, userId, seq, template, claimedAt }: Held): Promise<void> {
  const { from, until } = validFrom(template.validity, claimedAt)
  await client.query(
    `with added as (
       insert into user_coupons (id, template_id, user_id, seq, day, day_seq, source, source_ref, name, merchant_id, funding, terms,
         valid_from, valid_until, status, version, created_at, updated_at)
       values ($1, $2, $3::uuid, $4, $5, 1, $6, case when $6 = 'REGISTER' then $3::text end, $7, $8, $9, $10, $11, $12,
         'UNUSED', 1, $13, $13)
       on conflict do nothing returning id, template_id
     ), history as (
       insert into coupon_history (coupon_id, event, to_status, actor_type, reason, at)
       select id, 'issue', 'UNUSED', 'SYSTEM', 'demo', $13 from added
     )
     update coupon_templates template set issued = issued + 1 from added where template.id = added.template_id`,
    [
      ...[id, template.id, userId, seq, businessDay(claimedAt)],
      ...[template.channel === 'REGISTER' ? 'REGISTER' : 'CLAIM', template.name, template.merchantId],
      ...[template.funding, termsOf(template), from, until, claimedAt],
    ],
  )
}

function validFrom(validity: CouponValidity, claimedAt: Date): { from: Date; until: Date } {
  if (validity.kind === 'FIXED') return { from: validity.from, until: validity.to }
  const days = validity.startDelayDays + validity.days - 1
  const lastDay = businessDay(new Date(claimedAt.getTime() + days * DAY_MS))
  return { from: claimedAt, until: businessDayRange(lastDay).to }
}

/** As activity-service keeps it. */
const validityOf = (validity: CouponValidity): string =>
  JSON.stringify(
    validity.kind === 'FIXED' ? { kind: 'FIXED', from: validity.from, until: validity.to } : validity,
  )

function termsOf(template: CouponTemplate): string {
  const { type, scope } = template
  return JSON.stringify({
    type: type === 'INSTANT' ? 'CASH' : type,
    thresholdFen: template.thresholdFen,
    amountFen: template.amountFen,
    discountBp: template.payBp ?? 0,
    capFen: template.capFen,
    minimumPaymentFen: template.minPayableFen,
    scope: scope.kind === 'ALL' ? scope : { kind: 'CATEGORY', ids: scope.categoryIds },
    scopeText: scope.kind === 'ALL' ? '全场通用' : `限${scope.categoryIds.map(categoryName).join('、')}`,
    stackGroup: template.stackGroup,
    withPromotions: false,
    withPoints: true,
  })
}

const categoryName = (id: string): string => categories.find((category) => category.id === id)?.name ?? ''
