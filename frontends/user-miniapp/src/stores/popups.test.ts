import { beforeEach, describe, expect, test, vi } from 'vitest'
import { api, type Popup } from '../api'
import { isEnough, usePopups } from './popups'
import { useSession } from './session'

vi.mock(import('../api'), { spy: true })

const popup = (id: string, some: Partial<Popup> = {}): Popup => ({
  id,
  title: '欢迎',
  body: '',
  imageUrl: '',
  link: '',
  coupon: null,
  frequency: 'ONCE',
  times: null,
  ...some,
})
const asked = () => vi.mocked(api.getCurrentPopup).mock.lastCall?.[0].query

beforeEach(() => {
  vi.resetAllMocks()
  vi.mocked(api.getCurrentPopup).mockResolvedValue(null)
  usePopups.setState({ shown: {} })
  useSession.getState().keep(undefined)
})

describe('what a device has shown', () => {
  test('is enough by the popup’s own rule', () => {
    const shown = { exposures: 1, lastDay: '2026-11-22', times: null }
    expect(isEnough({ ...shown, frequency: 'ONCE' }, '2026-11-23')).toBe(true)
    expect(isEnough({ ...shown, frequency: 'DAILY' }, '2026-11-22')).toBe(true)
    expect(isEnough({ ...shown, frequency: 'DAILY' }, '2026-11-23')).toBe(false)
    expect(isEnough({ ...shown, frequency: 'ALWAYS' }, '2026-11-22')).toBe(false)
    expect(isEnough({ ...shown, frequency: 'TOTAL', times: 2 }, '2026-11-22')).toBe(false)
    expect(isEnough({ ...shown, frequency: 'TOTAL', times: 1 }, '2026-11-22')).toBe(true)
  })

  test('is told for a guest, and not for a resident, whom the server remembers', async () => {
    usePopups.getState().seen(popup('once'))
    usePopups.getState().seen(popup('always', { frequency: 'ALWAYS' }))
    await usePopups.getState().next('home', 'c1')
    expect(asked()).toEqual({ page: 'home', communityId: 'c1', exclude: 'once' })
    useSession.getState().keep({ accessToken: 'a', refreshToken: 'r' })
    await usePopups.getState().next('home', 'c1')
    expect(asked()?.exclude).toBeUndefined()
  })

  test('is at most twenty popups', () => {
    for (let n = 0; n < 25; n += 1) usePopups.getState().seen(popup(`p${n}`))
    expect(Object.keys(usePopups.getState().shown)).toHaveLength(20)
    expect(usePopups.getState().shown.p24).toMatchObject({ exposures: 1 })
  })
})
