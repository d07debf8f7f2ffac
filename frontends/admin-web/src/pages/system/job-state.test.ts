import { expect, test } from 'vitest'
import { stateOf } from './job-state.ts'

const now = Date.parse('2026-11-22T08:00:00Z')
const job = (more: object) => ({
  name: 'order.expire-unpaid',
  everyMs: 1000,
  nextRunAt: '2026-11-22T08:00:00Z',
  running: false,
  lastRunAt: '2026-11-22T07:59:59Z',
  lastError: null,
  ...more,
})

test.each([
  [{}, 'JOB_OK'],
  [{ running: true, lastError: 'x' }, 'RUNNING'],
  [{ lastError: 'Error: the disk is full' }, 'JOB_FAILED'],
  [{ nextRunAt: '2026-11-22T07:59:31Z' }, 'JOB_OK'],
  [{ nextRunAt: '2026-11-22T07:59:29Z' }, 'OVERDUE'],
  [{ nextRunAt: '2026-11-22T07:30:00Z', everyMs: 3_600_000 }, 'JOB_OK'],
  [{ nextRunAt: '2026-11-22T07:00:00Z', lastError: 'x' }, 'OVERDUE'],
])('%j is %s', (more, state) => {
  expect(stateOf(job(more), now)).toBe(state)
})
