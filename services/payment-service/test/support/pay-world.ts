import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, CommonErrors } from '@linli/core'
import { inTransaction } from '@linli/events'
import {
  AftersaleApproved,
  OrderCloseRequested,
  OrderQueryDefinition,
  type PayableOrder,
} from '@linli/proto/order'
import { UserQueryDefinition } from '@linli/proto/user'
import { generateKeys, type PayAnswer, type Simulator, startSimulator } from '@linli/simulator'
import {
  type Answer,
  eventually,
  fakePeer,
  type StartedService,
  type StartOptions,
  startService,
} from '@linli/testing'
import { afterAll } from 'vitest'
import type { Deps, Work } from '../../src/deps.ts'
import { paymentService } from '../../src/service.ts'

/** Real time that a test may move on; the simulator lives in the same one. */
export type MovableClock = Clock & { advance(ms: number): void }

function movableClock(): MovableClock {
  let offset = 0
  return {
    now: () => new Date(Date.now() + offset),
    advance: (ms) => {
      offset += ms
    },
  }
}

/** A peer was too busy to answer within its 300 ms. */
const PEER_BUSY = new Set([1901, 1902])

export type TestOrder = {
  orderId: string
  orderNo: string
  userId: string
  merchantId: string
  amountFen: number
}

type Cashier = { timeStamp: string; nonceStr: string; package: string; signType: string; paySign: string }
export type Started = { payment: { id: string; status: string }; cashier: Cashier }

type AttemptRow = {
  id: string
  out_trade_no: string
  status: string
  prepay_id: string | null
  amount_fen: number
}
type RefundRow = {
  id: string
  kind: string
  status: string
  out_refund_no: string
  refund_no: string
  amount_fen: number
  number: number
}

/** The service with a real database, NATS and Redis, the simulator as WeChat Pay, and fakes of order and user. */
export async function usePayWorld(options: StartOptions = {}) {
  const keysDir = mkdtempSync(join(tmpdir(), 'payment-keys-'))
  await generateKeys(keysDir)
  const clock = movableClock()
  const sim = await startSimulator({
    keysDir,
    now: () => clock.now().getTime(),
    settings: { refund_delay_ms: 0 },
  })
  const orders = new Map<string, PayableOrder>()
  const port = await freePort()
  const service = await startService(paymentService, {
    clock,
    peers: peersOf(orders),
    ...options,
    env: {
      ...wechatEnv(keysDir, sim),
      WECHATPAY_NOTIFY_BASE_URL: `http://127.0.0.1:${port}`,
      HTTP_PORT: String(port),
      ...options.env,
    },
  })
  afterAll(async () => {
    await service.stop() // before the simulator: jobs of a running service would miss it
    await sim.close()
    rmSync(keysDir, { recursive: true, force: true })
  })
  return { clock, sim, service, orders, keysDir, ...actions(service, sim, { clock, orders }) }
}

const wechatEnv = (keysDir: string, sim: Simulator): NodeJS.ProcessEnv => {
  const app = JSON.parse(readFileSync(join(keysDir, 'app.json'), 'utf8')) as { appId: string; mchid: string }
  return {
    WECHATPAY_BASE_URL: sim.url,
    WECHATPAY_MCHID: app.mchid,
    WECHATPAY_APPID: app.appId,
    WECHATPAY_MERCHANT_KEY_FILE: join(keysDir, 'merchant.key.pem'),
    WECHATPAY_MERCHANT_SERIAL: readFileSync(join(keysDir, 'merchant.serial'), 'utf8').trim(),
    WECHATPAY_API_V3_KEY_FILE: join(keysDir, 'apiv3.key'),
    WECHATPAY_PUBLIC_KEYS_FILE: join(keysDir, 'platform.pub.json'),
  }
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

const peersOf = (orders: Map<string, PayableOrder>) => ({
  order: [
    fakePeer(OrderQueryDefinition, {
      async getPayableOrder({ orderId, userId }) {
        const order = orders.get(orderId)
        if (order?.userId !== userId) throw CommonErrors.NOT_FOUND()
        return order
      },
    }),
  ],
  user: [
    fakePeer(UserQueryDefinition, {
      getWechatIdentity: async ({ userId, appId }) => ({
        userId,
        appId,
        openid: `o-${userId}`,
        version: 1,
        asOfMs: 0,
      }),
    }),
  ],
})

function actions(
  service: StartedService<Deps>,
  sim: Simulator,
  { clock, orders }: { clock: MovableClock; orders: Map<string, PayableOrder> },
) {
  const { database } = service
  const windowMs = 15 * 60_000

  const anOrder = (change: Partial<TestOrder> & { expireAt?: Date } = {}): TestOrder => {
    const order = {
      orderId: randomUUID(),
      orderNo: `2611${Math.floor(Math.random() * 1e12)}`,
      userId: randomUUID(),
      merchantId: randomUUID(),
      amountFen: 2990,
      ...change,
    }
    orders.set(order.orderId, {
      ...order,
      merchantName: '邻里鲜',
      type: 'NORMAL',
      mode: 'SELF_PICKUP',
      status: 'PENDING_PAYMENT',
      payableFen: order.amountFen,
      description: '🍅 番茄 等3件',
      expireAt: change.expireAt ?? new Date(clock.now().getTime() + windowMs),
      payable: true,
      version: 2,
      asOfMs: 0,
    })
    return order
  }

  /** A resident's client: what a busy peer could not answer in time is asked again under the same key. */
  const start = async (order: TestOrder, key: string = randomUUID()): Promise<Answer<Started>> => {
    const user = await service.as.user(order.userId)
    for (;;) {
      const answer = await user.post<Started>(
        '/payments',
        { orderId: order.orderId },
        { 'idempotency-key': key },
      )
      if (!PEER_BUSY.has(answer.body.code)) return answer
    }
  }

  const attempts = (order: TestOrder) =>
    database.query<AttemptRow>(
      `select a.* from attempts a join payments p on p.id = a.payment_id where p.order_id = $1 order by a.created_at, a.id`,
      [order.orderId],
    )
  const refunds = (order: TestOrder) =>
    database.query<RefundRow>(
      `select r.* from refunds r join payments p on p.id = r.payment_id where p.order_id = $1 order by r.created_at, r.id`,
      [order.orderId],
    )
  const payment = async (order: TestOrder) => {
    const [row] = await database.query<Record<string, unknown> & { id: string; status: string }>(
      'select * from payments where order_id = $1',
      [order.orderId],
    )
    if (!row) throw new Error('no payment')
    return row
  }
  /** What the payer does in the WeChat cashier. Waits for the first notice. */
  const payWith = (cashier: Cashier, more: { in_flight?: boolean } = {}): Promise<PayAnswer> =>
    sim.control.pay({ client: cashier, wait: true, ...more })

  /** From nothing to paid. */
  const paid = async (change: Partial<TestOrder> = {}): Promise<TestOrder> => {
    const order = anOrder(change)
    const started = await start(order)
    if (started.status !== 201) throw new Error(`not started: ${JSON.stringify(started.body)}`)
    await payWith(started.body.data.cashier)
    await becomes(order, 'SUCCEEDED')
    return order
  }
  const becomes = (order: TestOrder, status: string) =>
    eventually(async () => (await payment(order)).status === status)

  const requestClose = (order: TestOrder, id?: string) =>
    service.deliver(
      OrderCloseRequested,
      { ...order, reason: 'PAY_TIMEOUT', requestedAt: clock.now(), version: 3 },
      id ? { id } : {},
    )

  const approveAfterSale = async (
    order: TestOrder,
    refundFen: number,
    more: { aftersaleId?: string; id?: string } = {},
  ) => {
    const { aftersaleId = randomUUID(), id } = more
    const { id: paymentId } = await payment(order)
    const event = {
      ...order,
      aftersaleId,
      paymentId,
      refundFen,
      reason: '坏果',
      type: 'QUALITY' as const,
      approvedAt: clock.now(),
    }
    await service.deliver(AftersaleApproved, event, id ? { id } : {})
    return aftersaleId
  }

  /** Time goes by for us and for WeChat Pay. */
  const pass = (ms: number) => {
    clock.advance(ms)
    sim.control.clock.set({})
  }

  /** What the payment knows must hold at every quiet moment. */
  const audit = () => database.query('select finding, detail from payment_audit')

  const transaction = <T>(run: (work: Work) => Promise<T>) => inTransaction(service.deps, run)

  return {
    anOrder,
    start,
    attempts,
    refunds,
    payment,
    payWith,
    paid,
    becomes,
    requestClose,
    approveAfterSale,
    pass,
    audit,
    transaction,
  }
}
