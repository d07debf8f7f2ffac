import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, CommonErrors } from '@linli/core'
import { inTransaction } from '@linli/events'
import { OrderQueryDefinition, type OrderState } from '@linli/proto/order'
import { type User, UserQueryDefinition } from '@linli/proto/user'
import { generateKeys, KEY_FILES, type Settings, type StaffAppFile, startSimulator } from '@linli/simulator'
import { fakePeer, startService } from '@linli/testing'
import { afterAll } from 'vitest'
import { changeCredits } from '../../src/credits/change-credits.ts'
import type { Work } from '../../src/deps.ts'
import {
  recoverStuckMessages,
  sendSmsMessages,
  sendWechatMessages,
} from '../../src/dispatches/dispatch.jobs.ts'
import type { SmsAccounts } from '../../src/dispatches/sms.ts'
import { closeMerchantDigests } from '../../src/notices/notice.jobs.ts'
import type { Channel, TemplateContent } from '../../src/rules/rule.ts'
import { messageService } from '../../src/service.ts'

/** Real time that a test may move; the simulator lives in the same one. */
function movableClock(): Clock & { set(at: string): void; advance(ms: number): void } {
  let offset = 0
  const now = () => new Date(Date.now() + offset)
  return {
    now,
    set: (at) => {
      offset += new Date(at).getTime() - now().getTime()
    },
    advance: (ms) => {
      offset += ms
    },
  }
}

export type Member = { readonly id: string; readonly openid: string }
export type Resident = { readonly id: string; readonly openid: string; readonly phone: string }
export type DispatchRow = {
  id: string
  event_id: string
  channel: Channel
  status: string
  attempts: number
  failure: string | null
  code: string | null
  detail: string | null
  due_at: Date
  maybe_sent: boolean
  merged_into: string | null
  vars: Record<string, string>
}

/** At noon in Shanghai: no quiet hours. */
const NOON = '2026-11-23T04:00:00Z'

/** The service with real stores, the simulator as WeChat and SMS provider, and fakes of order and user. */
export async function useMessageWorld(settings: Partial<Settings> = {}) {
  const keysDir = mkdtempSync(join(tmpdir(), 'message-keys-'))
  await generateKeys(keysDir)
  const clock = movableClock()
  clock.set(NOON)
  const sim = await startSimulator({
    keysDir,
    now: () => clock.now().getTime(),
    settings: { sms_limits: false, ...settings },
  })
  const { appId, appSecret } = JSON.parse(readFileSync(join(keysDir, 'app.json'), 'utf8')) as Record<
    string,
    string
  >
  const staffAppFile = join(keysDir, KEY_FILES.staffApp)
  const staffApp = JSON.parse(readFileSync(staffAppFile, 'utf8')) as StaffAppFile
  const shops = new Map<string, Member[]>()
  const residents = new Map<string, Resident>()
  const orders = new Map<string, Partial<OrderState>>()
  const down = { order: false, user: false }
  const asks = { order: 0 }
  const unavailable = () => {
    throw CommonErrors.UNAVAILABLE()
  }
  const peers = {
    user: [
      fakePeer(UserQueryDefinition, {
        async getWechatIdentity({ userId }) {
          if (down.user) unavailable()
          const resident = residents.get(userId)
          if (!resident || resident.openid === '') throw CommonErrors.NOT_FOUND()
          return { userId, appId: appId ?? '', openid: resident.openid, version: 1 }
        },
        async listReachableStaff({ merchantId, permission }) {
          if (down.user) unavailable()
          const members = permission === 'order:read' ? (shops.get(merchantId) ?? []) : []
          return { staffIds: members.map(({ id }) => id), asOfMs: 0 }
        },
        async getStaffWechatIdentity({ staffId }) {
          if (down.user) unavailable()
          const member = [...shops.values()].flat().find(({ id }) => id === staffId)
          if (!member) throw CommonErrors.NOT_FOUND()
          return { staffId, appId: staffApp.appId, openid: member.openid, asOfMs: 0 }
        },
        async batchGetUsers({ userIds }) {
          if (down.user) unavailable()
          const users = userIds.flatMap((userId): Partial<User>[] => {
            const resident = residents.get(userId)
            return resident
              ? [{ userId, phone: resident.phone, status: 'ACTIVE', registeredAt: clock.now() }]
              : []
          })
          return { users, missingIds: [], asOfMs: 0 }
        },
      }),
    ],
    order: [
      fakePeer(OrderQueryDefinition, {
        async getOrderStates({ orderIds }) {
          asks.order += 1
          if (down.order) unavailable()
          const at = clock.now()
          const states = orderIds.flatMap((orderId) => {
            const state = orders.get(orderId)
            return state ? [{ orderId, userId: '', createdAt: at, updatedAt: at, ...state }] : []
          })
          return { states, missingIds: [], asOfMs: 0 }
        },
      }),
    ],
  }
  const service = await startService(messageService, {
    clock,
    peers,
    env: {
      WECHAT_APP_ID: appId,
      WECHAT_APP_SECRET: appSecret,
      WECHAT_API_BASE_URL: sim.url,
      WECHAT_STAFF_APP_FILE: staffAppFile,
      SMS_FILE: join(keysDir, 'sms.json'),
      SMS_BASE_URL: sim.url,
      SMS_DAILY_PER_PHONE: '3',
    },
  })
  afterAll(async () => {
    await service.stop()
    await sim.close()
    rmSync(keysDir, { recursive: true, force: true })
  })
  const { query } = service.database

  return {
    service,
    sim: sim.control,
    url: sim.url,
    smsAccounts: JSON.parse(readFileSync(join(keysDir, 'sms.json'), 'utf8')) as SmsAccounts,
    clock,
    down,
    asks,
    query,
    aResident(change: Partial<Resident> = {}): Resident {
      const id = randomUUID()
      const phone = `138${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`
      const resident = { id, openid: `o-${id}`, phone, ...change }
      residents.set(id, resident)
      return resident
    },
    /** Somebody of a shop with a phone in the staff's mini-program. */
    aMember(merchantId: string): Member {
      const member = { id: randomUUID(), openid: `o-staff-${randomUUID()}` }
      shops.set(merchantId, [...(shops.get(merchantId) ?? []), member])
      sim.control.login({ openid: member.openid, app: 'staff' })
      return member
    },
    /** Nobody of the shop may be told any more. */
    empty: (merchantId: string) => void shops.delete(merchantId),
    orderIs(orderId: string, status: OrderState['status']) {
      orders.set(orderId, { status })
    },
    /** This installation's own template with a subscribe message; @returns its WeChat id. */
    async withWechat(
      eventType: string,
      content: Partial<TemplateContent> = {},
      [name, subject]: readonly [string, string] = ['orderNo', 'orderId'],
    ): Promise<string> {
      const admin = await service.as.admin({ permissions: ['message-template:write'] })
      const templateId = `wx-${randomUUID()}`
      const fields = [{ key: 'character_string1', label: '订单编号', value: `{{${name}}}` }]
      const { status, body } = await admin.post('/admin/message-templates', {
        eventType,
        audience: 'USER',
        content: {
          category: 'ORDER',
          link: `/orders/{{${subject}}}`,
          zh: { title: '通知', body: `订单 {{${name}}}` },
          en: { title: 'Notice', body: `Order {{${name}}}` },
          digest: null,
          sms: null,
          wechat: { templateId, title: '通知', page: `pkg-order/detail/index?id={{${subject}}}`, fields },
          ...content,
        },
      })
      if (status !== 201) throw new Error(`template not made: ${JSON.stringify(body)}`)
      sim.control.registerTemplate({ template_id: templateId, keys: ['character_string1'] })
      return templateId
    },
    /** The user taps "allow": WeChat counts one more, and the client reports it. */
    async subscribe(resident: Resident, templateId: string, { atWechat = true } = {}) {
      if (atWechat) sim.control.grantQuota({ openid: resident.openid, template_id: templateId, count: 1 })
      const client = await service.as.user(resident.id)
      return client.post('/message-subscriptions', { results: [{ templateId, result: 'accept' }] })
    },
    dispatches: (recipientId: string) =>
      query<DispatchRow>('select * from dispatches where recipient_id = $1 order by id', [recipientId]),
    messages: (ownerId: string) =>
      query<{ id: string; event_type: string; title_zh: string; body_zh: string; link: string }>(
        'select * from messages where owner_id = $1 order by created_at, id',
        [ownerId],
      ),
    credits: async (recipientId: string) => {
      const rows = await query<{ credits: number }>(
        'select credits from subscription_credits where recipient_id = $1',
        [recipientId],
      )
      return rows.map(({ credits }) => credits)
    },
    /** One turn of both senders. A fake that was too busy to answer in its 300 ms is asked again at once. */
    async send() {
      if (!down.user && !down.order)
        await query(
          `update dispatches set due_at = $1 where status = 'PENDING' and detail like '%does not answer'`,
          [clock.now()],
        )
      return (await sendWechatMessages.run(service.deps)) + (await sendSmsMessages.run(service.deps))
    },
    recover: () => recoverStuckMessages.run(service.deps),
    closeDigests: () => closeMerchantDigests.run(service.deps),
    accept: (work: Work, keys: readonly { recipientId: string; templateId: string }[]) =>
      changeCredits(
        work,
        keys.map((key) => ({ ...key, reason: 'ACCEPT' as const })),
      ),
    change: (run: (work: Work) => Promise<unknown>) => inTransaction(service.deps, run),
  }
}
