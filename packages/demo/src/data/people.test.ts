import { isId } from '@linli/core'
import { expect, test } from 'vitest'
import * as demo from '../index.ts'

const {
  accounts,
  admins,
  couponTemplates,
  heldCoupons,
  leaders,
  permissions,
  pickupPoints,
  residents,
  roles,
  staff,
} = demo

test('gives every row an id of its own, the same in every run', () => {
  const ids = [
    demo.categories,
    demo.communities,
    demo.messageRoutes,
    demo.messageTemplates,
    demo.merchants,
    demo.pointsOpenings,
    demo.products,
    demo.recommendations,
    demo.skus,
    demo.slotTemplates,
    admins,
    couponTemplates,
    heldCoupons,
    leaders,
    pickupPoints,
    residents,
    residents.flatMap(({ addresses }) => addresses),
    roles,
    staff,
    [demo.warehouse, demo.homeFeeRule, demo.pointsRule],
  ].flatMap((rows) => rows.map(({ id }) => id))
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.every(isId)).toBe(true)
  expect(ids.every((id) => id[14] === '7')).toBe(true)
  expect(demo.skuId('organic-tomato-500g')).toBe(demo.demoId('sku:organic-tomato-500g'))
  expect(demo.demoId('sku:organic-tomato-500g')).toBe('019b76da-a800-7085-9e36-eb0299e610ee')
})

test('settles twelve residents at a point of their own community, each with one default address', () => {
  expect(residents).toHaveLength(12)
  for (const resident of residents) {
    const point = pickupPoints.find(({ id }) => id === resident.pickupPointId)
    expect(point?.communityId).toBe(resident.communityId)
    expect(resident.addresses.filter(({ isDefault }) => isDefault)).toHaveLength(1)
    expect(resident.addresses.every(({ userId }) => userId === resident.id)).toBe(true)
    expect(resident.openid).toHaveLength(28)
  }
  for (const field of ['nickname', 'openid', 'unionid', 'phone'] as const) {
    expect(new Set(residents.map((resident) => resident[field])).size).toBe(12)
  }
})

test('gives every role only what its audience may have', () => {
  for (const role of roles) {
    for (const code of role.permissions) {
      const permission = permissions.find((each) => each.code === code)
      expect(permission?.audiences, `${role.code} ${code}`).toContain(role.audience)
    }
  }
  const given = new Set(roles.flatMap((role) => role.permissions))
  expect(permissions.filter(({ code }) => !given.has(code))).toEqual([])
})

test('employs people with a role of the right audience at points that exist', () => {
  const pointIds = new Set(pickupPoints.map(({ id }) => id))
  const audienceOf = (id: string) => roles.find((role) => role.id === id)?.audience
  expect(staff.every(({ roleId }) => audienceOf(roleId) === 'merchant')).toBe(true)
  expect(admins.every(({ roleId }) => audienceOf(roleId) === 'admin')).toBe(true)
  expect(staff.flatMap(({ pickupPointIds }) => pickupPointIds).every((id) => pointIds.has(id))).toBe(true)
  for (const logins of [
    staff.map(({ login }) => login),
    staff.map(({ phone }) => phone),
    admins.map(({ login }) => login),
  ]) {
    expect(new Set(logins).size).toBe(logins.length)
  }
  for (const point of pickupPoints) {
    const verifiers = staff.filter(
      ({ role, pickupPointIds }) => role === 'VERIFIER' && pickupPointIds.includes(point.id),
    )
    expect(verifiers, point.name).toHaveLength(1)
  }
  for (const leader of leaders) {
    const point = pickupPoints.find(({ id }) => id === leader.pickupPointId)
    expect(point?.communityId).toBe(leader.communityId)
    expect(staff.find(({ id }) => id === leader.staffId)?.pickupPointIds).toContain(leader.pickupPointId)
  }
})

test('lets the journey of the first resident be verified by the first verifier', () => {
  const verifier = staff.find(({ id }) => id === accounts.verifier.id)
  expect(verifier?.pickupPointIds).toContain(accounts.users[0]?.pickupPointId)
  expect(accounts.users.every(({ addressId }) => isId(addressId))).toBe(true)
  expect(accounts.otherMerchant.login).toBe('hexian-owner')
})

test('issues coupons whose terms make sense and which residents may hold', () => {
  const categoryIds = new Set(demo.categories.map(({ id }) => id))
  for (const template of couponTemplates) {
    expect(template.payBp !== null, template.key).toBe(template.type === 'DISCOUNT')
    expect(template.amountFen > 0, template.key).toBe(['THRESHOLD', 'INSTANT'].includes(template.type))
    if (template.type === 'THRESHOLD') expect(template.amountFen).toBeLessThan(template.thresholdFen)
    if (template.scope.kind === 'CATEGORY')
      expect(template.scope.categoryIds.every((id) => categoryIds.has(id))).toBe(true)
    expect(template.funding === 'MERCHANT').toBe(template.merchantId !== null)
  }
  const userIds = new Set(residents.map(({ id }) => id))
  for (const coupon of heldCoupons) {
    const template = couponTemplates.find(({ id }) => id === coupon.templateId)
    expect(userIds.has(coupon.userId)).toBe(true)
    expect(coupon.seq).toBeLessThanOrEqual(template?.perUserLimit ?? 0)
  }
})

test('opens points accounts of residents with whole points', () => {
  const userIds = new Set(residents.map(({ id }) => id))
  expect(
    demo.pointsOpenings.every(({ userId, points }) => userIds.has(userId) && Number.isInteger(points)),
  ).toBe(true)
  expect(demo.pointsRule.signInCycle).toHaveLength(7)
})
