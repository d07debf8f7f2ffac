import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { batchesOf, triesOf, varsOf } from './batch.ts'
import { type Dispatch, decide, dispatchMachine, MAX_ATTEMPTS, type Outcome } from './dispatch.ts'
import { afterQuietHours } from './quiet-hours.ts'

const NOON = new Date('2026-11-23T04:00:00Z')

const aDispatch = (change: Partial<Dispatch> = {}): Dispatch => ({
  id: 'd-1',
  eventId: 'e-1',
  eventType: 'order.v1.OrderPaid',
  audience: 'USER',
  recipientId: 'u-1',
  channel: 'WECHAT',
  template: 'wx-1',
  fallback: [],
  vars: { orderNo: '26112307000000001' },
  subjectId: null,
  batchKey: null,
  quietHours: false,
  status: 'SENDING',
  attempts: 1,
  dueAt: NOON,
  expiresAt: new Date(NOON.getTime() + 86_400_000),
  maybeSent: false,
  occurredAt: NOON,
  version: 2,
  ...change,
})

const BUSY: Outcome = {
  kind: 'retry',
  failure: 'PROVIDER_UNAVAILABLE',
  code: '-1',
  detail: '',
  maybeSent: false,
}
const REFUSED: Outcome = { kind: 'refused', failure: 'NO_CREDIT', code: '43101', detail: '' }

test('the table of states', () => {
  expect(dispatchMachine.table).toMatchSnapshot()
  expect(dispatchMachine.states.filter(dispatchMachine.isFinal)).toEqual(['DELIVERED', 'SUPPRESSED'])
})

test('every state can be reached', () => {
  const seen = new Set<string>([dispatchMachine.initial])
  for (let before = 0; before !== seen.size; ) {
    before = seen.size
    for (const state of [...seen])
      for (const to of Object.values(dispatchMachine.table[state] ?? {})) seen.add(to)
  }
  expect([...seen].sort()).toEqual([...dispatchMachine.states].sort())
})

describe('what follows from an outcome', () => {
  test('waits 10 s, 1 min, 5 min, 30 min, then gives up', () => {
    const waits = [1, 2, 3, 4].map((attempts) => {
      const { status, dueAt } = decide(aDispatch({ attempts }), BUSY, NOON)
      return [status, (dueAt.getTime() - NOON.getTime()) / 1000]
    })
    expect(waits).toEqual([
      ['PENDING', 10],
      ['PENDING', 60],
      ['PENDING', 300],
      ['PENDING', 1800],
    ])
    expect(decide(aDispatch({ attempts: MAX_ATTEMPTS }), BUSY, NOON)).toMatchObject({
      status: 'FAILED',
      failure: 'PROVIDER_UNAVAILABLE',
      fellBack: false,
    })
  })

  test('a refusal is final for the channel, and the next one takes over', () => {
    expect(
      decide(aDispatch({ fallback: [{ channel: 'SMS', template: 'ready' }] }), REFUSED, NOON),
    ).toMatchObject({
      status: 'FAILED',
      failure: 'NO_CREDIT',
      fellBack: true,
    })
  })

  test('no credit after an answer that was lost means that the lost one had arrived', () => {
    expect(decide(aDispatch({ maybeSent: true }), REFUSED, NOON)).toMatchObject({
      status: 'SENT',
      failure: null,
    })
  })

  test('what is not the provider’s fault costs no try', () => {
    const wait: Outcome = { kind: 'wait', detail: 'user does not answer', ms: 5_000 }
    expect(decide(aDispatch({ attempts: 3 }), wait, NOON)).toMatchObject({ status: 'PENDING', attempts: 2 })
  })

  test('a try that is put off into the night waits for the morning when it may', () => {
    const late = new Date('2026-11-23T13:59:55Z')
    const { dueAt } = decide(aDispatch({ quietHours: true }), BUSY, late)
    expect(dueAt.toISOString()).toBe('2026-11-24T00:00:00.000Z')
    expect(decide(aDispatch(), BUSY, late).dueAt.toISOString()).toBe('2026-11-23T14:00:05.000Z')
  })

  test('nothing follows for one that is not being sent', () => {
    expect(() => decide(aDispatch({ status: 'SENT' }), BUSY, NOON)).toThrow(/ILLEGAL_TRANSITION/)
  })
})

test('quiet hours are 22 to 8 in Shanghai, whatever the instant', () => {
  const hourAt = (at: Date) => (at.getUTCHours() + 8) % 24
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
      (at) => {
        const sent = afterQuietHours(at)
        expect(hourAt(sent)).toBeGreaterThanOrEqual(8)
        expect(hourAt(sent)).toBeLessThan(22)
        expect(sent.getTime() - at.getTime()).toBeGreaterThanOrEqual(0)
        expect(sent.getTime() - at.getTime()).toBeLessThanOrEqual(10 * 3_600_000)
        if (hourAt(at) >= 8 && hourAt(at) < 22) expect(sent).toEqual(at)
      },
    ),
  )
})

test('those that wait for one message share its fate; only what was sent is merged', () => {
  const rows = ['b', 'a', 'c'].map((id, i) =>
    aDispatch({ id, batchKey: 'k', occurredAt: new Date(NOON.getTime() - i), vars: { orderNo: id } }),
  )
  const [batch, ...others] = batchesOf([...rows, aDispatch({ id: 'alone' })].reverse())
  expect(others).toHaveLength(1)
  if (!batch) throw new Error('no batch')
  expect(varsOf(batch).orderNo).toBe('c +2')
  const sent = triesOf(batch, { kind: 'sent', provider: 'wechat', ref: '1' })
  expect(sent.map(({ outcome }) => outcome.kind)).toEqual(['sent', 'merged', 'merged'])
  expect(triesOf(batch, REFUSED).map(({ outcome }) => outcome.kind)).toEqual([
    'refused',
    'refused',
    'refused',
  ])
})
