import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { ok, refuse, serve } from '../../test/network.ts'
import { session } from '../api/session.ts'
import { useSession } from './session.ts'

vi.mock('../api/transport.ts', () => import('../../test/network.ts'))

const TOKENS = { accessToken: 'a1', refreshToken: 'r1' }
const ME = { id: '1', name: '运营', roles: [], permissions: ['order:read', 'order:remark'] }

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
})

test('who signs in may do what the server says, and nothing else', async () => {
  const requests = serve(({ path }) => ok(path.endsWith('/sessions') ? TOKENS : ME))
  const { may, signIn, isSignedIn } = useSession()
  expect(may('order:read')).toBe(false)
  await signIn({ login: 'admin', password: 'secret' })
  expect(isSignedIn()).toBe(true)
  expect([may('order:read'), may('order:cancel'), may(undefined)]).toEqual([true, false, true])
  expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /api/v1/admin/auth/sessions',
    'GET /api/v1/admin/admins/me',
  ])
  expect(requests[1]?.headers.authorization).toBe('Bearer a1')
})

test('a refused log-in signs nobody in and says why', async () => {
  serve(() => refuse(401, 1101))
  const { signIn, isSignedIn } = useSession()
  await expect(signIn({ login: 'admin', password: 'wrong' })).rejects.toMatchObject({ code: 1101 })
  expect(isSignedIn()).toBe(false)
})

test('signing out ends it here even when the server cannot be told', async () => {
  session.keep(TOKENS)
  serve(() => refuse(503, 1902))
  const { signOut, isSignedIn } = useSession()
  await expect(signOut()).rejects.toMatchObject({ kind: 'down' })
  expect(isSignedIn()).toBe(false)
})

test.each(['{', '"x"', 'null', '{"accessToken":1}'])('%s in the storage is no session', (text) => {
  localStorage.setItem('linli-admin:tokens', text)
  expect(session.tokens()).toBeUndefined()
})
