import { expect, test } from 'vitest'
import { daysFrom, labelOf, refusalOf, type Slot } from './slot.ts'
import { dateSlot, exceptionFor, type SlotException, type SlotTemplate } from './slot-template.ts'

const template: SlotTemplate = {
  id: 't',
  communityId: 'c',
  mode: 'SELF_PICKUP',
  pickupPointId: null,
  weekdays: [1, 2, 3, 4, 5],
  startTime: '16:00',
  endTime: '18:00',
  capacity: 100,
  cutOffMinutes: 180,
  minLeadMinutes: 60,
  surchargeFen: 0,
  enabled: true,
  version: 1,
}
const exception = (fields: Partial<SlotException>): SlotException => ({
  id: 'e',
  day: '2026-11-23',
  communityId: null,
  mode: null,
  kind: 'CLOSED',
  capacity: null,
  surchargeFen: null,
  note: '',
  version: 1,
  ...fields,
})

test('a slot is dated in Shanghai time, and the longer of cut-off and lead closes it', () => {
  const slot = dateSlot(template, '2026-11-23', [])
  expect(slot?.startsAt.toISOString()).toBe('2026-11-23T08:00:00.000Z')
  expect(slot?.cutoffAt.toISOString()).toBe('2026-11-23T05:00:00.000Z')
  expect(slot && labelOf(slot)).toBe('16:00-18:00')
  expect(dateSlot({ ...template, minLeadMinutes: 600 }, '2026-11-23', [])?.cutoffAt.toISOString()).toBe(
    '2026-11-22T22:00:00.000Z',
  )
})

test('nothing is offered on other weekdays or by a template that is off', () => {
  expect(dateSlot(template, '2026-11-22', [])).toBeUndefined()
  expect(dateSlot({ ...template, enabled: false }, '2026-11-23', [])).toBeUndefined()
})

test('an exception closes a day or changes it, and the most special one wins', () => {
  expect(dateSlot(template, '2026-11-23', [exception({})])?.status).toBe('CLOSED')
  const own = exception({ communityId: 'c', kind: 'OVERRIDE', capacity: 10, surchargeFen: 300 })
  expect(dateSlot(template, '2026-11-23', [exception({}), own])).toMatchObject({
    status: 'OPEN',
    capacity: 10,
    surchargeFen: 300,
  })
  expect(exceptionFor([exception({ mode: 'HOME' })], template, '2026-11-23')).toBeUndefined()
})

test('a slot says why it cannot be taken', () => {
  const dated = dateSlot(template, '2026-11-23', [])
  if (!dated) throw new Error('no slot')
  const slot: Slot = { ...dated, id: 's', reserved: 0, edited: false, version: 1 }
  const before = new Date('2026-11-23T04:59:59Z')
  expect(refusalOf(slot, before)).toBeUndefined()
  expect(refusalOf(slot, slot.cutoffAt)).toBe('CUTOFF_PASSED')
  expect(refusalOf({ ...slot, reserved: 100 }, before)).toBe('FULL')
  expect(refusalOf({ ...slot, status: 'CLOSED', reserved: 100 }, before)).toBe('CLOSED')
  expect(daysFrom('2026-12-31', 2)).toEqual(['2026-12-31', '2027-01-01'])
})
