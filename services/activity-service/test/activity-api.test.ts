import { randomUUID } from 'node:crypto'
import { CouponGranted } from '@linli/proto/activity'
import { eventually } from '@linli/testing'
import { expect, test } from 'vitest'
import {
  aCoupon,
  aPromotion,
  aTemplate,
  audit,
  claim,
  claimWith,
  communityId,
  couponRow,
  merchantId,
  refusedUsers,
  skus,
  startActivity,
  tagged,
} from './builders.ts'

const service = await startActivity()
const { database, as } = service

const templateBody = (some: object = {}) => ({
  name: '满20减5',
  type: 'THRESHOLD',
  thresholdFen: 2_000,
  amountFen: 500,
  scope: { kind: 'ALL' },
  scopeText: '全场通用',
  validity: { kind: 'AFTER_CLAIM', startDelayDays: 0, days: 7 },
  total: 100,
  perUserLimit: 2,
  ...some,
})
const ALL = [
  'coupon:read',
  'coupon:write',
  'coupon:grant',
  'activity:read',
  'activity:write',
  'activity:audit',
]
const adminOf = (...permissions: string[]) => as.admin({ permissions })

type Page<Item> = { items: Item[]; nextCursor: string | null }
type Coupon = { id: string; templateId: string; status: string; orderId: string | null }

test('the coupon centre shows what can be claimed, and to a resident what is theirs', async () => {
  const userId = randomUUID()
  const open = await aTemplate(database)
  await aTemplate(database)
  const paused = await aTemplate(database, { status: 'PAUSED' })
  await claim(service, userId, open)
  type Claimable = { id: string; soldOut: boolean; mine: { claimed: number; claimable: boolean } | null }
  const mine = (await (await as.user(userId)).get<Page<Claimable>>('/coupon-templates?limit=100')).body.data
    .items
  expect(mine.find(({ id }) => id === open)).toMatchObject({
    soldOut: false,
    mine: { claimed: 1, claimable: true },
  })
  expect(mine.find(({ id }) => id === paused)).toBeUndefined()
  const all = (await as.anonymous().get<Page<Claimable>>('/coupon-templates?limit=1')).body.data
  expect(all.items[0]?.mine).toBeNull()
  const next = await as.anonymous().get<Page<Claimable>>(`/coupon-templates?limit=1&cursor=${all.nextCursor}`)
  expect(next.body.data.items[0]?.id).not.toBe(all.items[0]?.id)
  const cursor = Buffer.from('["x"]').toString('base64url')
  expect(await as.anonymous().get(`/coupon-templates?cursor=${cursor}`)).toMatchObject({
    body: { code: 1014 },
  })
})

test('a claim carries a key: the same request finds the same coupon, another one is refused', async () => {
  const userId = randomUUID()
  const [templateId, other] = [await aTemplate(database), await aTemplate(database)]
  const key = randomUUID()
  const first = await claimWith(service, userId, { templateId, key })
  const again = await claimWith(service, userId, { templateId, key })
  expect([first.status, again.status]).toEqual([201, 201])
  expect(again.body.data.id).toBe(first.body.data.id)
  expect(await claimWith(service, userId, { templateId: other, key })).toMatchObject({
    status: 409,
    body: { code: 1003 },
  })
  const client = await as.user(userId)
  expect(await client.post('/coupons', { templateId })).toMatchObject({ status: 400, body: { code: 1002 } })
  const told = (await service.published(CouponGranted)).filter(({ message }) => message.userId === userId)
  expect(told).toMatchObject([{ message: { templateId, source: 'CLAIM', validUntil: expect.any(Date) } }])
})

test('limits per user and per day, audience, channel and state refuse with their own codes', async () => {
  const userId = randomUUID()
  const limited = await aTemplate(database, { perUserLimit: 1 })
  const daily = await aTemplate(database, { perUserLimit: 5, perDayLimit: 1 })
  for (const id of [limited, daily]) expect((await claim(service, userId, id)).status).toBe(201)
  expect(await claim(service, userId, limited)).toMatchObject({ status: 422, body: { code: 1705 } })
  expect(await claim(service, userId, daily)).toMatchObject({ status: 422, body: { code: 1706 } })
  await database.query('update user_coupons set day = day - 1 where template_id = $1', [daily])
  expect((await claim(service, userId, daily)).status).toBe(201)

  const paused = await aTemplate(database, { status: 'PAUSED' })
  expect(await claim(service, randomUUID(), paused)).toMatchObject({ status: 422, body: { code: 1704 } })
  const hidden = await aTemplate(database, { channel: 'GRANT' })
  expect(await claim(service, randomUUID(), hidden)).toMatchObject({ status: 422, body: { code: 1715 } })
  expect(await claim(service, randomUUID(), randomUUID())).toMatchObject({
    status: 404,
    body: { code: 1711 },
  })
  const blocked = randomUUID()
  refusedUsers.set(blocked, 'COUPON')
  expect(await claim(service, blocked, limited)).toMatchObject({ status: 422, body: { code: 1707 } })
  const old = randomUUID()
  refusedUsers.set(old, 'NEW_USER')
  const greeting = await aTemplate(database, { audience: 'NEW_USER' })
  expect(await claim(service, old, greeting)).toMatchObject({ status: 422, body: { code: 1707 } })
  expect((await claim(service, randomUUID(), greeting)).status).toBe(201)
})

test('a script that claims again and again is told to wait', async () => {
  const client = await as.user()
  const templateId = await aTemplate(database, { perUserLimit: 100 })
  const answers = []
  for (let index = 0; index < 12; index += 1) {
    answers.push((await client.post('/coupons', { templateId }, { 'idempotency-key': randomUUID() })).status)
  }
  expect(answers.filter((status) => status === 201)).toHaveLength(10)
  expect(answers.slice(10)).toEqual([429, 429])
})

test('a wallet lists by state as it is now, and shows nobody else', async () => {
  const userId = randomUUID()
  const fresh = await aCoupon(service, userId)
  const old = await aCoupon(service, userId)
  await database.query(
    "update user_coupons set valid_from = now() - interval '2 days', valid_until = now() - interval '1 minute' where id = $1",
    [old],
  )
  const client = await as.user(userId)
  const ids = async (status: string) =>
    (await client.get<Page<Coupon>>(`/coupons?status=${status}`)).body.data.items.map(({ id }) => id)
  expect(await ids('UNUSED')).toEqual([fresh])
  expect(await ids('EXPIRED')).toEqual([old])
  expect((await client.get<Page<Coupon>>('/coupons')).body.data.items).toHaveLength(2)
  expect((await client.get<Coupon>(`/coupons/${old}`)).body.data.status).toBe('EXPIRED')
  expect(await (await as.user()).get(`/coupons/${fresh}`)).toMatchObject({
    status: 404,
    body: { code: 1701 },
  })
  expect((await as.anonymous().get('/coupons')).status).toBe(401)
})

test('matching prices the goods, says why not, and names the best', async () => {
  const userId = randomUUID()
  const skuId = randomUUID()
  skus.set(skuId, {
    skuId,
    productId: skuId,
    merchantId,
    categoryIds: [],
    priceFen: 1_000,
    purchasable: true,
  })
  const [small, big, far] = [
    await aCoupon(service, userId),
    await aCoupon(service, userId, { terms: { amountFen: 700 } }),
    await aCoupon(service, userId, { terms: { thresholdFen: 9_000, amountFen: 900 } }),
  ]
  const { body } = await (await as.user(userId)).post<{
    bestCouponId: string
    offers: {
      coupon: Coupon
      usable: boolean
      reason: string | null
      missingFen: number
      discountFen: number
    }[]
  }>('/coupons/matches', { communityId, items: [{ skuId, qty: 3 }] })
  expect(body.data.bestCouponId).toBe(big)
  expect(body.data.offers.map(({ coupon }) => coupon.id)).toEqual([big, small, far])
  expect(body.data.offers[2]).toMatchObject({ usable: false, reason: 'BELOW_THRESHOLD', missingFen: 6_000 })
})

test('a code gives one coupon, once, to whoever types it first', async () => {
  const admin = await adminOf(...ALL)
  const templateId = await aTemplate(database, { channel: 'CODE', total: 2 })
  const path = `/admin/coupon-templates/${templateId}/codes`
  const key = { 'idempotency-key': randomUUID() }
  const made = await admin.post<{ codes: string[] | null }>(path, { count: 2 }, key)
  const [code = ''] = made.body.data.codes ?? []
  expect((await admin.post<{ codes: null }>(path, { count: 2 }, key)).body.data.codes).toBeNull()
  expect((await admin.post(path, { count: 1 }, key)).body.code).toBe(1003)
  expect(await admin.post(path, { count: 1 }, { 'idempotency-key': randomUUID() })).toMatchObject({
    body: { code: 1716 },
  })
  const stored = await database.query<{ code_hash: string }>('select code_hash from coupon_codes')
  expect(stored.some(({ code_hash: hash }) => hash.includes(code))).toBe(false)

  const users = await Promise.all([as.user(), as.user()])
  const tries = await Promise.all(
    users.map((user) =>
      user.post('/coupons', { code: code.toLowerCase() }, { 'idempotency-key': randomUUID() }),
    ),
  )
  expect(tries.map(({ status }) => status).sort()).toEqual([201, 422])
  const [first] = users
  expect(
    await first?.post('/coupons', { code: 'AAAA-BBBB-CCCC-DDDD' }, { 'idempotency-key': randomUUID() }),
  ).toMatchObject({
    body: { code: 1708 },
  })
  expect(await audit(database)).toEqual([])
})

test('a grant gives each user one, tells who was refused, and repeats nothing', async () => {
  const admin = await adminOf(...ALL)
  const templateId = await aTemplate(database, { channel: 'GRANT', total: 2, perUserLimit: 1 })
  const path = `/admin/coupon-templates/${templateId}/grants`
  const userIds = Array.from({ length: 3 }, () => randomUUID())
  const key = { 'idempotency-key': randomUUID() }
  const asked = { userIds, reason: '补偿迟到的配送', source: 'COMPENSATION' }
  const { body } = await admin.post<{ id: string }>(path, asked, key)
  expect((await admin.post<{ id: string }>(path, asked, key)).body.data.id).toBe(body.data.id)
  expect((await admin.post(path, { ...asked, reason: '另一次补偿' }, key)).body.code).toBe(1003)
  await eventually(async () => {
    const grant = await admin.get(`${path}/${body.data.id}`)
    expect(grant.body.data).toMatchObject({ status: 'DONE', granted: 2, refused: 1 })
  })
  const rows = await database.query(
    "select 1 from user_coupons where template_id = $1 and source = 'COMPENSATION'",
    [templateId],
  )
  expect(rows).toHaveLength(2)
})

test('everybody with a tag gets one, page by page; a tag of nobody is refused', async () => {
  const admin = await adminOf(...ALL)
  const templateId = await aTemplate(database, { channel: 'GRANT', total: 5_000, perUserLimit: 1 })
  const path = `/admin/coupon-templates/${templateId}/grants`
  const [crowd, empty] = [randomUUID(), randomUUID()]
  const userIds = Array.from({ length: 1_001 }, () => randomUUID())
  tagged.set(crowd, userIds)
  const give = (target: object) =>
    admin.post<{ id: string; total: number; results: unknown[] }>(
      path,
      { ...target, reason: '老客户回馈' },
      { 'idempotency-key': randomUUID() },
    )
  const { status, body } = await give({ tagId: crowd })
  expect(status).toBe(201)
  expect(body.data.total).toBe(userIds.length)
  expect(body.data.results).toHaveLength(1_000)
  expect((await give({ tagId: empty })).body.code).toBe(1720)
  expect((await give({})).body.code).toBe(1718)
  expect((await give({ tagId: crowd, userIds: [randomUUID()] })).body.code).toBe(1718)
  const rows = await database.query<{ id: string }>(
    'select user_id as id from coupon_grant_results where grant_id = $1',
    [body.data.id],
  )
  expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(userIds))
})

test('an administrator takes back an unused coupon, not a used one', async () => {
  const admin = await adminOf(...ALL)
  const userId = randomUUID()
  const couponId = await aCoupon(service, userId)
  const path = `/admin/coupons/${couponId}?reason=${encodeURIComponent('误发')}`
  expect((await (await adminOf('coupon:read')).delete(path)).status).toBe(403)
  expect((await admin.delete<Coupon>(path)).body.data.status).toBe('REVOKED')
  expect(await admin.delete(path)).toMatchObject({ status: 409, body: { code: 1709 } })
  const { body } = await admin.get<{ items: Coupon[]; total: number }>(`/admin/coupons?userId=${userId}`)
  expect(body.data).toMatchObject({ total: 1, items: [{ id: couponId, status: 'REVOKED' }] })
})

test('a template is drafted, reviewed and run; its terms stay once a coupon is issued', async () => {
  const [writer, auditor] = [await adminOf('coupon:read', 'coupon:write'), await adminOf(...ALL)]
  const created = await writer.post<{ id: string; status: string }>('/admin/coupon-templates', {
    ...templateBody(),
    channel: 'CENTRE',
  })
  expect(created).toMatchObject({ status: 201, body: { data: { status: 'DRAFT' } } })
  const path = `/admin/coupon-templates/${created.body.data.id}`
  const move = (admin: typeof writer, event: string) =>
    admin.put<{ status: string }>(`${path}/status`, { event })
  expect((await move(writer, 'approve')).status).toBe(403)
  expect(await move(auditor, 'approve')).toMatchObject({ status: 409, body: { code: 1004 } })
  expect((await move(writer, 'submit')).body.data.status).toBe('REVIEW')
  expect((await move(auditor, 'approve')).body.data.status).toBe('ACTIVE')

  const body = { ...templateBody(), channel: 'CENTRE' }
  expect((await writer.put(path, { ...body, amountFen: 600 })).status).toBe(200)
  expect((await claim(service, randomUUID(), created.body.data.id)).status).toBe(201)
  expect(await writer.put(path, { ...body, amountFen: 700 })).toMatchObject({
    status: 422,
    body: { code: 1712 },
  })
  expect(await writer.put(path, { ...body, amountFen: 600, total: 300, name: '更多' })).toMatchObject({
    body: { data: { total: 300 } },
  })
  expect(await writer.delete(path)).toMatchObject({ body: { code: 1712 } })
  expect(await writer.post('/admin/coupon-templates', { ...body, amountFen: 9_000 })).toMatchObject({
    status: 400,
    body: { code: 1713 },
  })
  expect((await move(writer, 'pause')).body.data.status).toBe('PAUSED')
  expect(await claim(service, randomUUID(), created.body.data.id)).toMatchObject({ body: { code: 1704 } })
  const history = await database.query(
    'select event from coupon_template_history where template_id = $1 order by id',
    [created.body.data.id],
  )
  expect(history.map(({ event }) => event)).toEqual(['create', 'submit', 'approve', 'edit', 'edit', 'pause'])
})

test('a merchant drafts for itself alone and cannot approve', async () => {
  const [own, foreign] = await Promise.all(
    [merchantId, randomUUID()].map((id) =>
      as.staff({ merchantId: id, permissions: ['coupon:read', 'coupon:write'] }),
    ),
  )
  const created = await own?.post<{ id: string; merchantId: string; funding: string }>(
    '/merchant/coupon-templates',
    templateBody(),
  )
  expect(created?.body.data).toMatchObject({ merchantId, funding: 'MERCHANT' })
  const path = `/merchant/coupon-templates/${created?.body.data.id}/status`
  expect(await foreign?.put(path, { event: 'submit' })).toMatchObject({ status: 404, body: { code: 1711 } })
  expect((await own?.put(path, { event: 'approve' }))?.status).toBe(400)
  expect(await own?.put(path, { event: 'submit' })).toMatchObject({ body: { data: { status: 'REVIEW' } } })
  const list = async (client: typeof own) =>
    (await client?.get<{ total: number }>('/merchant/coupon-templates'))?.body.data.total
  expect([await list(own), await list(foreign)]).toEqual([1, 0])
})

test('A18 a promotion is drafted, approved, tagged while it runs, and paused at once', async () => {
  const admin = await adminOf(...ALL)
  const productId = randomUUID()
  const hour = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString()
  const body = {
    name: '水果满减',
    scope: { kind: 'PRODUCT', ids: [productId] },
    rule: { type: 'FULL_REDUCTION', ladder: [{ thresholdFen: 5_000, reductionFen: 1_000 }] },
    startsAt: hour(-1),
    endsAt: hour(1),
  }
  const { id } = (await admin.post<{ id: string }>('/admin/promotions', body)).body.data
  const move = (event: string) => admin.put<{ status: string }>(`/admin/promotions/${id}/status`, { event })
  type Tags = { items: { productId: string; tags: { promotionId: string; text: string }[] }[] }
  const tags = async () =>
    (await as.anonymous().get<Tags>(`/promotions?productIds=${productId}`)).body.data.items[0]?.tags
  expect(await tags()).toEqual([])
  await move('submit')
  expect((await move('approve')).body.data.status).toBe('SCHEDULED')
  expect(await tags()).toMatchObject([{ promotionId: id, text: '满50减10' }])
  const fixed = await admin.put(`/admin/promotions/${id}`, { ...body, endsAt: hour(0.5) })
  expect(fixed).toMatchObject({ status: 422, body: { code: 1723 } })
  await move('pause')
  expect(await tags()).toEqual([])
  const steps = {
    ...body,
    rule: { type: 'FULL_REDUCTION', ladder: [{ thresholdFen: 500, reductionFen: 500 }] },
  }
  expect(await admin.post('/admin/promotions', steps)).toMatchObject({ status: 400, body: { code: 1722 } })
})

test('time starts and ends promotions', async () => {
  const rule = { type: 'FREE_DELIVERY', thresholdFen: 1_000 } as const
  const [started, ended] = [
    await aPromotion(service, { rule, status: 'SCHEDULED' }),
    await aPromotion(service, { rule, endsAt: new Date(Date.now() - 1_000), status: 'RUNNING' }),
  ]
  await database.query("update job set next_run_at = now() where name = 'activity.schedule-promotions'")
  await eventually(async () => {
    const rows = await database.query<{ id: string; status: string }>(
      'select id, status from promotions where id = any($1)',
      [[started, ended]],
    )
    expect(new Map(rows.map(({ id, status }) => [id, status]))).toEqual(
      new Map([
        [started, 'RUNNING'],
        [ended, 'ENDED'],
      ]),
    )
  })
})

test('A13 the stacking matrix is read whole and set pair by pair', async () => {
  const admin = await adminOf(...ALL)
  type Matrix = { rules: { one: string; other: string; policy: string }[]; version: string }
  const before = (await admin.get<Matrix>('/admin/stacking-rules')).body.data
  expect(before.rules).toHaveLength(55)
  const pair = { one: 'LIMITED_DISCOUNT', other: 'FULL_REDUCTION' }
  const set = await admin.put<Matrix>('/admin/stacking-rules', { rules: [{ ...pair, policy: 'EXCLUDE' }] })
  expect(set.body.data.version).not.toBe(before.version)
  expect(set.body.data.rules).toContainEqual({
    one: 'FULL_REDUCTION',
    other: 'LIMITED_DISCOUNT',
    policy: 'EXCLUDE',
  })
  const wrong = await admin.put('/admin/stacking-rules', { rules: [{ ...pair, policy: 'BETTER_OF' }] })
  expect(wrong).toMatchObject({ status: 400, body: { code: 1724 } })
  await admin.put('/admin/stacking-rules', { rules: [{ ...pair, policy: 'STACK' }] })
})

test('expired coupons are written down by the job', async () => {
  const couponId = await aCoupon(service, randomUUID())
  await database.query(
    "update user_coupons set valid_from = now() - interval '9 days', valid_until = now() - interval '2 hours' where id = $1",
    [couponId],
  )
  await database.query("update job set next_run_at = now() where name = 'activity.expire-coupons'")
  await eventually(async () =>
    expect(await couponRow(database, couponId)).toMatchObject({ status: 'EXPIRED' }),
  )
})
