import { expect, test } from 'vitest'
import { orderedParams, smsOutcome } from './sms.ts'
import { createTokenBucket } from './token-bucket.ts'
import { isTokenProblem, wechatOutcome } from './wechat-outcome.ts'

const wechat = (errcode: number) => {
  const outcome = wechatOutcome({ errcode, errmsg: 'x', ref: null })
  return 'failure' in outcome ? [outcome.kind, outcome.failure] : [outcome.kind]
}
const sms = (code: string) => {
  const outcome = smsOutcome(code, 'x')
  return 'failure' in outcome ? [outcome.kind, outcome.failure] : [outcome.kind]
}

test('WeChat’s codes mean what wechat.md §9 says', () => {
  expect(wechat(0)).toEqual(['sent'])
  expect(wechat(43101)).toEqual(['refused', 'NO_CREDIT'])
  expect(wechat(40003)).toEqual(['refused', 'NO_RECIPIENT'])
  expect(wechat(47003)).toEqual(['refused', 'TEMPLATE_INVALID'])
  expect(wechat(-1)).toEqual(['retry', 'PROVIDER_UNAVAILABLE'])
  expect(wechat(45009)).toEqual(['retry', 'LIMITED'])
  expect(wechat(99999)).toEqual(['refused', 'REFUSED_BY_PROVIDER'])
  expect([40001, 40014, 42001, 43101].map(isTokenProblem)).toEqual([true, true, true, false])
})

test('the SMS providers’ codes mean what wechat.md §10 says', () => {
  expect(sms('isv.BUSINESS_LIMIT_CONTROL')).toEqual(['retry', 'LIMITED'])
  expect(sms('LimitExceeded.PhoneNumberDailyLimit')).toEqual(['retry', 'LIMITED'])
  expect(sms('isv.MOBILE_NUMBER_ILLEGAL')).toEqual(['refused', 'NO_RECIPIENT'])
  expect(sms('InvalidParameterValue.IncorrectPhoneNumber')).toEqual(['refused', 'NO_RECIPIENT'])
  expect(sms('isv.SMS_TEMPLATE_ILLEGAL')).toEqual(['refused', 'TEMPLATE_INVALID'])
  expect(sms('isv.SMS_SIGN_ILLEGAL')).toEqual(['refused', 'TEMPLATE_INVALID'])
  expect(sms('FailedOperation.SignatureIncorrectOrUnapproved')).toEqual(['refused', 'TEMPLATE_INVALID'])
  for (const down of ['isv.OUT_OF_SERVICE', 'isv.AMOUNT_NOT_ENOUGH', 'AuthFailure.SignatureExpire'])
    expect(sms(down), down).toEqual(['down'])
})

test('parameters go in the order of the provider’s text, and none may be missing', () => {
  const text = '您的订单$' + '{order}已到$' + '{place}'
  expect(orderedParams(text, { place: 'p', order: 'o', more: 'm' })).toEqual([
    ['order', 'o'],
    ['place', 'p'],
  ])
  expect(orderedParams(text, { order: 'o' })).toBeUndefined()
})

test('a bucket holds a second’s worth and fills with time', () => {
  const bucket = createTokenBucket(10)
  expect(bucket.take(50, 0)).toBe(10)
  expect(bucket.take(50, 0)).toBe(0)
  expect(bucket.take(50, 300)).toBe(3)
  bucket.giveBack(2)
  expect(bucket.take(50, 300)).toBe(2)
  expect(bucket.take(50, 60_000)).toBe(10)
})
