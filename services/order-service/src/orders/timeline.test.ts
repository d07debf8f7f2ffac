import { expect, test } from 'vitest'
import { timelineOf } from './timeline.ts'

const at = new Date('2026-11-27T03:00:00Z')
const history = [
  { event: 'create', toStatus: 'CREATED', at },
  { event: 'settle', toStatus: 'COMPLETED', at },
]

test.each([
  ['zh', '提交订单'],
  ['en', 'Order placed'],
] as const)('tells the resident in %s what means something to them', (lang, text) => {
  expect(timelineOf(history, lang)).toEqual([
    { event: 'create', status: 'CREATED', text, at: at.toISOString() },
  ])
})
