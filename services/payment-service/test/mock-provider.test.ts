import { randomUUID } from 'node:crypto'
import { PaymentSucceeded } from '@linli/proto/payment'
import { ConfigError } from '@linli/service'
import { eventually } from '@linli/testing'
import { expect, test } from 'vitest'
import { createProvider } from '../src/channels/provider.client.ts'
import { type TestOrder, usePayWorld } from './support/pay-world.ts'

const world = await usePayWorld({ env: { PAYMENT_PROVIDER: 'mock' } })
const { service } = world

const decide = async (order: TestOrder, outcome: string) => {
  const [attempt] = await world.attempts(order)
  const path = `/dev/mock-payments/${attempt?.out_trade_no}/outcomes`
  return service.as.anonymous().post<{ verdicts: string[] }>(path, { outcome })
}

test('a mock trade ends as the developer decides', async () => {
  const wanted: [string, string[], string][] = [
    ['SUCCESS', ['succeeded'], 'SUCCEEDED'],
    ['DUPLICATE', ['succeeded', 'repeated'], 'SUCCEEDED'],
    ['WRONG_AMOUNT', ['mismatch'], 'QUARANTINED'],
    ['DECLINE', [], 'PENDING'],
  ]
  for (const [outcome, verdicts, status] of wanted) {
    const order = world.anOrder()
    expect((await world.start(order)).status).toBe(201)
    expect((await decide(order, outcome)).body.data).toEqual({ verdicts })
    expect((await world.payment(order)).status).toBe(status)
  }
})

test('a lost mock notice is healed by asking, and a mock refund succeeds', async () => {
  const order = world.anOrder()
  await world.start(order)
  await decide(order, 'LOST')
  world.pass(6_000)
  await world.becomes(order, 'SUCCEEDED')
  expect(await service.published(PaymentSucceeded)).not.toEqual([])
  await world.approveAfterSale(order, order.amountFen)
  await world.becomes(order, 'REFUNDED')
})

test('a mock trade that was closed cannot be paid', async () => {
  const order = world.anOrder()
  await world.start(order)
  await world.requestClose(order)
  await eventually(async () => (await world.payment(order)).status === 'CLOSED')
})

test('the real provider knows no mock outcomes', async () => {
  const real = await usePayWorld()
  const path = `/dev/mock-payments/LL${randomUUID().slice(0, 8)}/outcomes`
  expect((await real.service.as.anonymous().post(path, { outcome: 'SUCCESS' })).status).toBe(404)
})

test('production refuses the mock, and names everything that WeChat Pay lacks', () => {
  const { clock, log } = service.deps
  const start = (settings: object) => () =>
    createProvider({ PAYMENT_PROVIDER: 'wechat', ...settings }, { clock, log })
  expect(start({ PAYMENT_PROVIDER: 'mock', NODE_ENV: 'production' })).toThrow(ConfigError)
  expect(start({})).toThrow(/WECHATPAY_BASE_URL is missing[\s\S]*WECHATPAY_NOTIFY_BASE_URL is missing/)
})
