import { randomUUID } from 'node:crypto'
import { newId } from '@linli/core'
import type { AftersaleCompleted, OrderClosed, OrderCreated, OrderLine, OrderPaid } from '@linli/proto/order'
import { OrderQueryDefinition } from '@linli/proto/order'
import { ProductQueryDefinition, type Sku } from '@linli/proto/product'
import { UserQueryDefinition } from '@linli/proto/user'
import { eventually, fakePeer, type StartOptions, startService, type TestDatabase } from '@linli/testing'
import type { CouponTerms } from '../src/coupons/terms.ts'
import type { PromotionRule, Quota } from '../src/promotions/promotion.ts'
import type { Scope } from '../src/promotions/scope.ts'
import { activityService } from '../src/service.ts'

export const merchantId = randomUUID()
export const communityId = randomUUID()

/** Users whom user-service refuses, by kind of eligibility. */
export const refusedUsers = new Map<string, string>()
/** Who has a tag. */
export const tagged = new Map<string, string[]>()
/** What product-service would say. */
export const skus = new Map<string, Partial<Sku>>()
/** Orders order-service says are closed unpaid; it knows no others. */
export const closedOrders = new Set<string>()

const user = fakePeer(UserQueryDefinition, {
  checkUserEligibility: async ({ userId, kind }) =>
    refusedUsers.get(userId) === kind
      ? { eligible: false, reason: 'BLOCKED', detail: '已限制' }
      : { eligible: true },
  getUser: async () => ({ communityId }),
  listTagUserIds: async ({ tagId, afterId, limit }) => {
    const all = (tagged.get(tagId) ?? []).toSorted()
    return { userIds: all.filter((id) => afterId === undefined || id > afterId).slice(0, limit) }
  },
})
const product = fakePeer(ProductQueryDefinition, {
  batchGetSkus: async ({ skuIds }) => ({ skus: skuIds.flatMap((id) => skus.get(id) ?? []) }),
  batchGetProducts: async ({ productIds }) => ({
    products: productIds.map((productId) => ({ productId, merchantId, categoryIds: [], skus: [] })),
  }),
})
const order = fakePeer(OrderQueryDefinition, {
  getOrderStates: async ({ orderIds }) => ({
    states: orderIds
      .filter((id) => closedOrders.has(id))
      .map((orderId) => ({ orderId, status: 'CLOSED' as const, paid: false })),
    missingIds: [],
  }),
})

/** activity-service with every peer faked over real gRPC, its connections made. */
export async function startActivity(options: StartOptions = {}) {
  const started = await startService(activityService, {
    peers: { user: [user], product: [product], order: [order] },
    ...options,
  })
  const { deps } = started
  await eventually(() => deps.user.getUser({ userId: merchantId }))
  await eventually(() => deps.product.batchGetSkus({ skuIds: [], communityId }))
  return started
}
export type Started = Awaited<ReturnType<typeof startActivity>>

const terms = (some: Partial<CouponTerms> = {}): CouponTerms => ({
  type: 'THRESHOLD',
  thresholdFen: 2_000,
  amountFen: 500,
  discountBp: 0,
  capFen: null,
  minimumPaymentFen: 1,
  scope: { kind: 'ALL' },
  scopeText: '全场通用',
  stackGroup: 'GOODS',
  withPromotions: false,
  withPoints: true,
  ...some,
})

export type ATemplate = {
  name?: string
  terms?: Partial<CouponTerms>
  total?: number
  perUserLimit?: number
  perDayLimit?: number | null
  channel?: string
  status?: string
  validity?: object
  merchantId?: string | null
  budgetFen?: number | null
  audience?: string
}

/** A template as an approved editor's. @returns its id */
export async function aTemplate(database: TestDatabase, some: ATemplate = {}): Promise<string> {
  const id = newId(new Date())
  await database.query(
    `insert into coupon_templates (id, name, description, merchant_id, funding, channel, audience, audience_ids, terms,
       validity, total, per_user_limit, per_day_limit, budget_fen, status, version, created_by, created_at, updated_at)
     values ($1, $2, '', $3, 'PLATFORM', $4, $5, '{}', $6, $7, $8, $9, $10, $11, $12, 1, $1, now(), now())`,
    [
      id,
      some.name ?? '满20减5',
      some.merchantId ?? null,
      some.channel ?? 'CENTRE',
      some.audience ?? 'ALL',
      JSON.stringify(terms(some.terms)),
      JSON.stringify(some.validity ?? { kind: 'AFTER_CLAIM', startDelayDays: 0, days: 7 }),
      some.total ?? 1_000,
      some.perUserLimit ?? 10,
      some.perDayLimit ?? null,
      some.budgetFen ?? null,
      some.status ?? 'ACTIVE',
    ],
  )
  return id
}

type Claiming = { readonly templateId: string; readonly key: string }

/** Claims with a key of the caller's choice. */
export const claimWith = async (started: Started, userId: string, { templateId, key }: Claiming) =>
  (await started.as.user(userId)).post<{ id: string; status: string }>(
    '/coupons',
    { templateId },
    { 'idempotency-key': key },
  )

export const claim = (started: Started, userId: string, templateId: string) =>
  claimWith(started, userId, { templateId, key: randomUUID() })

/** A coupon the user has claimed. @returns its id */
export async function aCoupon(started: Started, userId: string, some: ATemplate = {}): Promise<string> {
  const { status, body } = await claim(started, userId, await aTemplate(started.database, some))
  if (status !== 201) throw new Error(`claim refused: ${JSON.stringify(body)}`)
  return body.data.id
}

export type APromotion = {
  name?: string
  rule: PromotionRule
  scope?: Scope
  startsAt?: Date
  endsAt?: Date
  status?: string
  quotas?: Quota[]
}

const HOUR_MS = 3_600_000

/** A running promotion. @returns its id */
export async function aPromotion(started: Started, some: APromotion): Promise<string> {
  const id = newId(new Date())
  const { database, deps } = started
  await database.query(
    `insert into promotions (id, type, name, funding, scope, rule, starts_at, ends_at, status, version, created_by, created_at, updated_at)
     values ($1, $2, $3, 'PLATFORM', $4, $5, $6, $7, $8, 1, $1, now(), now())`,
    [
      id,
      some.rule.type,
      some.name ?? '活动',
      JSON.stringify(some.scope ?? { kind: 'ALL' }),
      JSON.stringify(some.rule),
      some.startsAt ?? new Date(deps.clock.now().getTime() - HOUR_MS),
      some.endsAt ?? new Date(deps.clock.now().getTime() + HOUR_MS),
      some.status ?? 'RUNNING',
    ],
  )
  for (const { skuId, quota, perUserLimit } of some.quotas ?? []) {
    await database.query(
      'insert into promotion_quotas (promotion_id, sku_id, quota, per_user_limit) values ($1, $2, $3, $4)',
      [id, skuId, quota, perUserLimit],
    )
  }
  deps.rules.drop()
  return id
}

export type ALine = Partial<OrderLine> & Pick<OrderLine, 'unitPriceFen' | 'qty'>

export function aLine(line: ALine): OrderLine {
  const skuId = line.skuId ?? randomUUID()
  const whole: OrderLine = {
    orderId: '',
    lineId: newId(new Date()),
    skuId,
    productId: skuId,
    merchantId,
    productName: '有机番茄',
    specText: '500g',
    imageUrl: '',
    categoryIds: [],
    unit: '份',
    activityDiscountFen: 0,
    memberDiscountFen: 0,
    fullReductionFen: 0,
    couponDiscountFen: 0,
    pointsDiscountFen: 0,
    payableFen: 0,
    points: 0,
    weightG: 500,
    volumeCm3: 0,
    storageType: 'AMBIENT',
    pickedQty: 0,
    refundedQty: 0,
    refundedFen: 0,
    ...line,
  }
  const discounts = whole.memberDiscountFen + whole.fullReductionFen + whole.couponDiscountFen
  return { ...whole, payableFen: whole.unitPriceFen * whole.qty - discounts }
}

export type AnOrder = Pick<
  OrderCreated & OrderPaid & OrderClosed,
  | 'orderId'
  | 'userId'
  | 'communityId'
  | 'lines'
  | 'createdAt'
  | 'couponId'
  | 'couponDiscountFen'
  | 'required'
  | 'type'
  | 'feeFen'
> & { feeDiscountFen: number }

/** What of an order's events this service reads. By default 30 yuan of goods with a coupon of 5. */
export function anOrder(some: Partial<AnOrder> & { userId: string }): AnOrder {
  const orderId = some.orderId ?? newId(new Date())
  const couponDiscountFen = some.couponDiscountFen ?? (some.couponId ? 500 : 0)
  const lines = some.lines ?? [aLine({ unitPriceFen: 3_000, qty: 1, couponDiscountFen })]
  return {
    communityId,
    createdAt: new Date(),
    required: ['STOCK', 'PROMOTION'],
    type: 'NORMAL',
    feeFen: 0,
    feeDiscountFen: 0,
    ...some,
    couponId: some.couponId,
    couponDiscountFen,
    orderId,
    lines: lines.map((line) => ({ ...line, orderId })),
  }
}

/** The whole order is refunded. */
export const refundOf = ({ orderId, userId, couponId }: AnOrder): Partial<AftersaleCompleted> => ({
  orderId,
  userId,
  ...(couponId && { couponId }),
  aftersaleId: randomUUID(),
  couponReturn: true,
  orderFullyRefunded: true,
})

export type CouponRow = {
  status: string
  orderId: string | null
  validUntil: Date
  returnCount: number
  version: number
}

export async function couponRow(database: TestDatabase, id: string): Promise<CouponRow> {
  const [row] = await database.query<CouponRow>(
    `select status, locked_order_id as "orderId", valid_until as "validUntil", return_count as "returnCount", version
     from user_coupons where id = $1`,
    [id],
  )
  if (!row) throw new Error(`no coupon ${id}`)
  return row
}

/** The differences between the books and the rows: none, always. */
export const audit = (database: TestDatabase) => database.query('select * from activity_audit')
