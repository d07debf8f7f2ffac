import { ApiError } from '@linli/api-client'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { api } from '../api'
import { useDesk } from './desk'
import { drop, sendScans, takeDown, useOfflineScans } from './offline-scans'

vi.mock(import('../api'), { spy: true })

const record = vi.mocked(api.recordOfflineScan)
const answered = {} as Awaited<ReturnType<typeof api.recordOfflineScan>>
const error = (status: number, code: number = status) => new ApiError({ status, code, message: `no ${code}` })

const me = (id: string) => useDesk.setState({ me: { id } as ReturnType<typeof useDesk.getState>['me'] })
const scans = () => useOfflineScans.getState().scans
const aCode = (value: string) => takeDown({ pickupPointId: 'p1', pointName: '南门', method: 'CODE', value })
const aQr = (value: string) => takeDown({ pickupPointId: 'p1', pointName: '南门', method: 'QR', value })

beforeEach(() => {
  vi.resetAllMocks()
  useOfflineScans.setState({ scans: [] })
  me('s1')
})

describe('what is scanned offline', () => {
  test('is noted once, however it is typed and whatever minute its QR is of', () => {
    expect(aCode('abc 234')).toBeUndefined()
    expect(aCode('ABC-234')).toMatchObject({ value: 'abc 234' })
    expect(aQr('LL1.d1.100.x')).toBeUndefined()
    expect(aQr('LL1.d1.101.y')).toMatchObject({ value: 'LL1.d1.100.x' })
    expect(scans()).toHaveLength(2)
    expect(new Set(scans().map(({ key }) => key)).size).toBe(2)
  })

  test('is sent in order with its own key, and forgotten when it was taken', async () => {
    aCode('AAA222')
    aCode('BBB333')
    const keys = scans().map(({ key }) => key)
    record.mockResolvedValue(answered)
    expect(await sendScans()).toEqual({ done: 2, refused: 0 })
    expect(record.mock.calls.map(([{ key, body }]) => [key, body.value])).toEqual([
      [keys[0], 'AAA222'],
      [keys[1], 'BBB333'],
    ])
    expect(scans()).toEqual([])
  })

  test.each([0, 401, 429, 503])('waits on and keeps its key when the answer is %s', async (status) => {
    aCode('AAA222')
    aCode('BBB333')
    const before = scans()
    record.mockRejectedValue(error(status))
    await expect(sendScans()).rejects.toThrow()
    expect(record).toHaveBeenCalledTimes(1)
    expect(scans()).toEqual(before)
    record.mockResolvedValue(answered)
    await sendScans()
    expect(record.mock.calls[1]?.[0].key).toBe(before[0]?.key)
    expect(scans()).toEqual([])
  })

  test.each([
    [422, 1521],
    [409, 1523],
    [400, 1535],
  ])('stays with its reason when it is refused by %s %s, and holds up no other', async (status, code) => {
    aCode('AAA222')
    aCode('BBB333')
    record.mockRejectedValueOnce(error(status, code)).mockResolvedValue(answered)
    expect(await sendScans()).toEqual({ done: 1, refused: 1 })
    expect(scans()).toMatchObject([{ value: 'AAA222', refusal: `no ${code}` }])
    await sendScans()
    expect(record).toHaveBeenCalledTimes(2)
    drop(scans()[0]?.key ?? '')
    expect(scans()).toEqual([])
  })

  test('is sent once when two reasons to send come together', async () => {
    aCode('AAA222')
    record.mockResolvedValue(answered)
    await Promise.all([sendScans(), sendScans()])
    expect(record).toHaveBeenCalledTimes(1)
  })

  test('is left to the one who scanned it', async () => {
    aCode('AAA222')
    me('s2')
    expect(await sendScans()).toEqual({ done: 0, refused: 0 })
    expect(record).not.toHaveBeenCalled()
    expect(scans()).toHaveLength(1)
  })
})
