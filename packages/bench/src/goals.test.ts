import { expect, test } from 'vitest'
import { ratiosOf } from './goals.ts'
import { renderRatios } from './render.ts'

const row = (what: string, perSecond: number, concurrency = 64) => ({
  what,
  concurrency,
  perSecond,
  p50: 1,
  p95: 1,
  p99: 1,
  cpuMs: 1,
  failed: 0,
})

test('a rate is measured by the bare server of the same run, at 64 clients', () => {
  const rows = [
    row('bare Fastify, direct', 1, 16),
    row('bare Fastify, direct', 10_400),
    row('detail, cached, at the service', 7_800),
    row('whole paid path to PREPARING', 29),
    row('list of 20, cached, through the gateway', 5_000),
  ]
  expect(ratiosOf(rows)).toEqual([
    { what: 'detail, cached, at the service', unit: '%', value: 75, atLeast: 50 },
    { what: 'whole paid path to PREPARING', unit: '/s', value: 58, atLeast: 60 },
  ])
  const [, detail, paid] = renderRatios(ratiosOf(rows)).split('\n')
  expect(detail).toMatch(/75\.0% +50% +ok$/)
  expect(paid).toMatch(/58\.0\/s +60\/s +MISSED$/)
})

test('without the bare server there is nothing to measure by', () => {
  expect(ratiosOf([row('whole paid path to PREPARING', 60)])).toEqual([])
})
