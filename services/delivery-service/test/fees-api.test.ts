import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { aPlace, aSlot, asPeer, skus, startDelivery } from './builders.ts'

const service = await startDelivery()
const { database } = service
const place = await aPlace(database)
const admin = await service.as.admin({ permissions: ['fee-rule:write'] })
const { delivery } = await asPeer(service)

type WithId = { id: string; version: number; status: string }

const rule = (more: object = {}) => ({
  name: '送货上门',
  mode: 'HOME',
  communityIds: [place.communityId],
  baseFen: 100,
  distanceTiers: [
    { upToMeters: 300, feeFen: 300 },
    { upToMeters: 2000, feeFen: 800 },
  ],
  weightTiers: [
    { upToGrams: 5000, feeFen: 0 },
    { upToGrams: 20_000, feeFen: 500 },
  ],
  freeThresholdFen: 5900,
  minOrderFen: 1500,
  enabled: true,
  ...more,
})

test('D05 home delivery is itemised, collecting is free, and what is not served is a refusal', async () => {
  const made = await admin.post<WithId>('/admin/fee-rules', rule())
  expect(made.status).toBe(201)
  const slotId = await aSlot(database, place, { mode: 'HOME', surchargeFen: 200 })
  const lines = [
    {
      skuId: randomUUID(),
      qty: 1,
      weightG: 6000,
      volumeCm3: 0,
      amountFen: 2000,
      storageType: 'AMBIENT' as const,
      deliveryModes: ['SELF_PICKUP' as const, 'HOME' as const],
    },
  ]
  const home = {
    communityId: place.communityId,
    mode: 'HOME' as const,
    lng: 120.1985,
    lat: 30.1915,
    slotId,
    lines,
    goodsFen: 2000,
  }
  const quote = await delivery.quoteFee(home)
  expect(quote).toMatchObject({
    available: true,
    feeFen: 1100,
    feeDiscountFen: 0,
    distanceM: 111,
    ruleVersion: `${made.body.data.id}:1`,
    freeFromFen: 5900,
  })
  expect(quote.items.map(({ kind, amountFen }) => [kind, amountFen])).toEqual([
    ['BASE', 100],
    ['DISTANCE', 300],
    ['WEIGHT', 500],
    ['SLOT_SURCHARGE', 200],
  ])
  expect(await delivery.quoteFee({ ...home, goodsFen: 5900 })).toMatchObject({
    feeFen: 0,
    feeDiscountFen: 1100,
  })
  expect(await delivery.quoteFee({ ...home, freeDelivery: true })).toMatchObject({
    feeFen: 0,
    feeDiscountFen: 1100,
  })
  expect(await delivery.quoteFee({ ...home, goodsFen: 1400 })).toMatchObject({
    available: false,
    reason: 'BELOW_MINIMUM',
    missingFen: 100,
  })
  expect(await delivery.quoteFee({ ...home, lat: 30.3 })).toMatchObject({
    available: false,
    reason: 'AREA_NOT_SERVED',
    feeFen: 0,
  })
  expect(await delivery.quoteFee({ ...home, lng: undefined })).toMatchObject({
    available: false,
    reason: 'AREA_NOT_SERVED',
  })
  expect(await delivery.quoteFee({ ...home, communityId: randomUUID() })).toMatchObject({
    available: false,
    reason: 'AREA_NOT_SERVED',
  })
  expect(await delivery.quoteFee({ ...home, slotId: randomUUID() })).toMatchObject({
    available: false,
    reason: 'SLOT_UNAVAILABLE',
  })
  expect(await delivery.quoteFee({ ...home, mode: 'EXPRESS' })).toMatchObject({
    available: false,
    reason: 'MODE_NOT_OFFERED',
  })
  const heavy = lines.map((line) => ({ ...line, weightG: 20_001 }))
  expect(await delivery.quoteFee({ ...home, lines: heavy })).toMatchObject({
    available: false,
    reason: 'TOO_HEAVY',
  })
  const pickup = {
    ...home,
    mode: 'SELF_PICKUP' as const,
    slotId: undefined,
    pickupPointId: place.pickupPointId,
  }
  expect(await delivery.quoteFee(pickup)).toMatchObject({
    available: true,
    feeFen: 0,
    items: [],
    ruleVersion: 'free',
  })
  const cold = lines.map((line) => ({ ...line, storageType: 'CHILLED' as const }))
  expect(await delivery.quoteFee({ ...pickup, lines: cold })).toMatchObject({ available: true })
  expect(
    await delivery.quoteFee({ ...pickup, lines: cold, pickupPointId: place.otherPointId }),
  ).toMatchObject({ available: false, reason: 'NO_COLD_STORAGE', blockedSkuIds: [lines[0]?.skuId] })
  const narrow = lines.map((line) => ({ ...line, deliveryModes: ['SELF_PICKUP' as const] }))
  expect(await delivery.quoteFee({ ...home, lines: narrow })).toMatchObject({
    available: false,
    reason: 'MODE_NOT_ALLOWED_BY_GOODS',
  })
  const changed = await admin.put<WithId>(`/admin/fee-rules/${made.body.data.id}`, {
    ...rule({ baseFen: 0 }),
    version: 1,
  })
  expect(changed.body.data).toMatchObject({ version: 2 })
  expect(await delivery.quoteFee(home)).toMatchObject({ feeFen: 1000, ruleVersion: `${made.body.data.id}:2` })
  const kept = await database.query(
    "select rule ->> 'base_fen' as base from fee_rule_versions where rule_id = $1 order by version",
    [made.body.data.id],
  )
  expect(kept).toEqual([{ base: '100' }, { base: '0' }])
})

test('D05 a resident asks for a fee by SKU and address; an unknown area is 1510', async () => {
  const skuId = randomUUID()
  skus.set(skuId, { skuId, priceFen: 1000, weightG: 500 })
  const user = await service.as.user()
  const body = {
    communityId: place.communityId,
    mode: 'HOME',
    addressId: randomUUID(),
    items: [{ skuId, qty: 2 }],
  }
  expect(await user.post('/delivery-fees/quotes', body)).toMatchObject({
    status: 201,
    body: { data: { available: true, feeFen: 300 } },
  })
  const { addressId: _unknown, ...anywhere } = body
  expect(await user.post('/delivery-fees/quotes', anywhere)).toMatchObject({
    status: 201,
    body: { data: { available: true, minimumGoodsFen: expect.any(Number), missingFen: 0 } },
  })
  expect(await user.post('/delivery-fees/quotes', { ...body, communityId: randomUUID() })).toMatchObject({
    status: 422,
    body: { code: 1510 },
  })
  expect(
    await user.post('/delivery-fees/quotes', { ...body, items: [{ skuId: randomUUID(), qty: 1 }] }),
  ).toMatchObject({ status: 422, body: { code: 1513 } })
  expect(
    await admin.post('/admin/fee-rules/simulations', {
      communityId: place.communityId,
      mode: 'HOME',
      lng: 120.1985,
      lat: 30.1915,
      weightG: 6000,
      goodsFen: 2000,
    }),
  ).toMatchObject({ status: 201, body: { data: { feeFen: 800 } } })
  expect(
    (
      await admin.post(
        '/admin/fee-rules',
        rule({
          weightTiers: [
            { upToGrams: 500, feeFen: 0 },
            { upToGrams: 400, feeFen: 1 },
          ],
        }),
      )
    ).body.code,
  ).toBe(1512)
})
