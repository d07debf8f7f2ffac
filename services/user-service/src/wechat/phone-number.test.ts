import { expect, test } from 'vitest'
import { readPhone } from './phone-number.ts'

const info = (some: object = {}) => ({
  errcode: 0,
  phone_info: {
    phoneNumber: '13800000001',
    purePhoneNumber: '13800000001',
    countryCode: '86',
    watermark: { appid: 'wx1', timestamp: 1 },
    ...some,
  },
})

test('a number of ours is one of mainland China, told about our own app', () => {
  expect(readPhone(info(), 'wx1')).toEqual({ outcome: 'ok', phone: '13800000001' })
  expect(readPhone(info({ countryCode: 86 }), 'wx1')).toMatchObject({ outcome: 'ok' })
  expect(readPhone(info({ countryCode: '852', purePhoneNumber: '51234567' }), 'wx1')).toEqual({
    outcome: 'foreign',
  })
  expect(readPhone(info(), 'wx2')).toMatchObject({ outcome: 'unknown' })
  expect(readPhone({ errcode: 40029 }, 'wx1')).toEqual({ outcome: 'bad_code' })
  expect(readPhone({ errcode: -1 }, 'wx1')).toMatchObject({ outcome: 'unknown' })
})
