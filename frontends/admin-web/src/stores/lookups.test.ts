import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { ok, refuse, serve } from '../../test/network.ts'
import { useLookups } from './lookups.ts'
import { useSession } from './session.ts'

vi.mock('../api/transport.ts', () => import('../../test/network.ts'))

const page = (...names: string[]) =>
  ok({ items: names.map((name, n) => ({ id: `id-of-${n}-123456`, name })), total: names.length })

async function signIn(...permissions: string[]): Promise<void> {
  serve(() => ok({ id: '1', name: '运营', roles: [], permissions }))
  await useSession().ensureMe()
}

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
})

test('names are fetched once, however many ask', async () => {
  await signIn('merchant:read')
  const requests = serve(() => page('邻里生鲜'))
  const lookups = useLookups()
  await Promise.all([lookups.ensure('merchant'), lookups.ensure('merchant')])
  await lookups.ensure('merchant')
  expect(requests).toHaveLength(1)
  expect(lookups.name('merchant', 'id-of-0-123456')).toBe('邻里生鲜')
  lookups.forget('merchant')
  await lookups.ensure('merchant')
  expect(requests).toHaveLength(2)
})

test('whoever may not read them asks for nothing and sees the end of the id', async () => {
  await signIn('order:read')
  const requests = serve(() => page('x'))
  const lookups = useLookups()
  await lookups.ensure('merchant', 'community')
  expect(requests).toHaveLength(0)
  expect(lookups.name('merchant', '019b76da-abcdef')).toBe('…abcdef')
  expect(lookups.name('merchant', null)).toBe('–')
})

test('what could not be had is asked for again', async () => {
  await signIn('merchant:read')
  serve(() => refuse(503, 1902))
  const lookups = useLookups()
  await expect(lookups.ensure('merchant')).rejects.toMatchObject({ kind: 'down' })
  serve(() => page('邻里生鲜'))
  await lookups.ensure('merchant')
  expect(lookups.list('merchant')).toHaveLength(1)
})
