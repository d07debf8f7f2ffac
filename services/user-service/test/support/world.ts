import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CommonErrors } from '@linli/core'
import { DeliveryQueryDefinition, FeeRefusal, PickupPointStatus } from '@linli/proto/delivery'
import { OrderQueryDefinition } from '@linli/proto/order'
import { PaymentQueryDefinition } from '@linli/proto/payment'
import { ProductQueryDefinition } from '@linli/proto/product'
import { type AppFile, generateKeys, KEY_FILES, type StaffAppFile, startSimulator } from '@linli/simulator'
import {
  type ApiClient,
  apiClient,
  eventually,
  fakePeer,
  type StartOptions,
  startService,
} from '@linli/testing'
import { afterAll, expect } from 'vitest'
import { userService } from '../../src/service.ts'

export const COMMUNITY = '01900000-0000-7000-8000-00000000c001'
export const POINT = '01900000-0000-7000-8000-00000000d001'
export const CLOSED_POINT = '01900000-0000-7000-8000-00000000d002'

/** East of this meridian nothing is served. */
const FENCE_LNG = 121
export const INSIDE = { lng: 120.1979, lat: 30.1902 }
export const OUTSIDE = { lng: 122.5, lat: 30.1902 }

const delivery = fakePeer(DeliveryQueryDefinition, {
  resolveCommunity: async ({ lng }) => (lng < FENCE_LNG ? { communityId: COMMUNITY } : {}),
  checkServiceArea: async ({ lng }) =>
    lng < FENCE_LNG
      ? { served: true, communityId: COMMUNITY }
      : { served: false, reason: FeeRefusal.AREA_NOT_SERVED },
  getCommunity: async ({ communityId }) => ({ communityId, open: true, defaultPickupPointId: POINT }),
  getPickupPoint: async ({ pickupPointId }) => {
    if (pickupPointId !== POINT && pickupPointId !== CLOSED_POINT) throw CommonErrors.NOT_FOUND()
    const status = pickupPointId === POINT ? PickupPointStatus.OPEN : PickupPointStatus.PAUSED
    return { pickupPointId, communityId: COMMUNITY, status }
  },
  batchGetPickupPoints: async ({ pickupPointIds }) => ({
    missingIds: pickupPointIds.filter((id) => id !== POINT && id !== CLOSED_POINT),
  }),
})

/** What order- and payment-service say is open, by user. */
export const open = new Map<string, { unpaid?: number; undelivered?: number; openRefunds?: number }>()
const order = fakePeer(OrderQueryDefinition, {
  getUserLiveOrderSummary: async ({ userId }) => {
    const { unpaid = 0, undelivered = 0 } = open.get(userId) ?? {}
    return { unpaid, undelivered, refunding: 0 }
  },
})
const payment = fakePeer(PaymentQueryDefinition, {
  getUserOpenAmounts: async ({ userId }) => ({
    pendingPayments: 0,
    openRefunds: open.get(userId)?.openRefunds ?? 0,
  }),
})

/** Portraits that were uploaded, by their key: whose they are, and what product-service found wrong with them. */
export const portraits = new Map<string, { userId: string; refusal?: string }>()
const ANY_PORTRAIT = 'portraits/any.jpg'
portraits.set(ANY_PORTRAIT, { userId: COMMUNITY })
/** Licences that were uploaded, by their key: whose they are. */
export const licences = new Map<string, { merchantId: string; refusal?: string }>()
const product = fakePeer(ProductQueryDefinition, {
  getUpload: async ({ objectKey, userId, merchantId }) => {
    const licence = licences.get(objectKey)
    if (licence && userId === '' && licence.merchantId === merchantId)
      return { objectKey, publicUrl: `https://oss.example.com/${objectKey}`, refusal: licence.refusal }
    const portrait = portraits.get(objectKey)
    if (portrait?.userId !== userId) throw CommonErrors.NOT_FOUND()
    return { objectKey, publicUrl: `https://oss.example.com/${objectKey}`, refusal: portrait.refusal }
  },
})

export type Session = {
  accessToken: string
  refreshToken: string
  expiresIn: number
  isNew: boolean
  user: { id: string; nickname: string; version: number; phoneMasked: string }
}

/** A running user-service with WeChat beside it. Call it at the top level of a test file. */
export async function startWorld(options: StartOptions = {}) {
  const keysDir = await mkdtemp(join(tmpdir(), 'linli-user-test-'))
  await generateKeys(keysDir)
  const simulator = await startSimulator({ keysDir })
  const { appId, appSecret } = JSON.parse(await readFile(join(keysDir, KEY_FILES.app), 'utf8')) as AppFile
  const staffAppFile = join(keysDir, KEY_FILES.staffApp)
  const { appId: staffAppId } = JSON.parse(await readFile(staffAppFile, 'utf8')) as StaffAppFile
  const service = await startService(userService, {
    peers: { delivery: [delivery], order: [order], payment: [payment], product: [product] },
    ...options,
    env: {
      WECHAT_APP_ID: appId,
      WECHAT_APP_SECRET: appSecret,
      WECHAT_API_BASE_URL: simulator.url,
      WECHAT_STAFF_APP_FILE: staffAppFile,
      BCRYPT_COST: '4',
      LOGIN_MAX_FAILURES_PER_IP: '100000',
      ...options.env,
    },
  })
  afterAll(async () => {
    await service.stop()
    await simulator.close()
    await rm(keysDir, { recursive: true })
  })
  await eventually(() => service.deps.redis.status === 'ready') // logins are closed while Redis cannot be asked
  // The first call of a peer also connects, which a busy machine may not manage within the deadline.
  if (!options.peers) {
    await eventually(() => service.deps.delivery.getCommunity({ communityId: COMMUNITY }))
    await eventually(() => service.deps.order.getUserLiveOrderSummary({ userId: COMMUNITY }))
    await eventually(() => service.deps.payment.getUserOpenAmounts({ userId: COMMUNITY }))
    await eventually(() => service.deps.product.getUpload({ objectKey: ANY_PORTRAIT, userId: COMMUNITY }))
  }
  const codeFor = (openid: string, unionid?: string) =>
    simulator.control.login({ openid, ...(unionid !== undefined && { unionid }) }).js_code
  const staffCodeFor = (openid: string) => simulator.control.login({ openid, app: 'staff' }).js_code
  const logIn = async (openid = `oTest${randomUUID()}`): Promise<Session & { client: ApiClient }> => {
    const answer = await service.as
      .anonymous()
      .post<Session>('/auth/wechat-sessions', { code: codeFor(openid) })
    expect(answer.status).toBe(201)
    const { data } = answer.body
    return { ...data, client: apiClient(service.url, data.accessToken) }
  }
  return {
    ...service,
    simulator,
    appId,
    staffAppId,
    codeFor,
    staffCodeFor,
    logIn,
    anonymous: service.as.anonymous(),
  }
}

export type World = Awaited<ReturnType<typeof startWorld>>
