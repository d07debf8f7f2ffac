import { expect, test } from 'vitest'
import { envelopeText, stampBody } from './body.ts'
import { createMemory } from './memory.ts'

test('a cached envelope is sent with the time of now', () => {
  const body = Buffer.from(envelopeText({ name: '草莓' }, 1_700_000_000_000))
  const stamped = stampBody(body, 1_795_382_672_999)
  expect(JSON.parse(stamped.toString())).toEqual({
    code: 200,
    message: 'ok',
    data: { name: '草莓' },
    timestamp: 1_795_382_672,
  })
  expect(JSON.parse(body.toString())).toMatchObject({ timestamp: 1_700_000_000 })
})

test('the memory forgets after its time and when it is full', () => {
  const memory = createMemory<string>(2, 1_000)
  memory.set('a', 'A', 0)
  memory.set('b', 'B', 500)
  expect(memory.get('a', 999)).toBe('A')
  expect(memory.get('a', 1_000)).toBeUndefined()
  memory.set('c', 'C', 600)
  memory.set('d', 'D', 700)
  expect(memory.get('b', 700)).toBeUndefined()
  expect(memory.get('c', 700)).toBe('C')
  memory.clear()
  expect(memory.get('c', 700)).toBeUndefined()
})
