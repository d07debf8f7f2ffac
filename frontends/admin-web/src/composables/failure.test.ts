import { ApiError } from '@linli/api-client'
import { expect, test, vi } from 'vitest'
import { FormProblem, fieldErrors, toFailure } from './failure.ts'

const apiError = (status: number, details?: unknown) =>
  new ApiError({ status, code: status, message: '订单不存在', details, traceId: 'trace-1' })

test.each([
  [0, '网络不太通畅'],
  [429, '当前访问的人太多'],
  [503, '服务暂时不可用'],
  [404, '订单不存在'],
])('a %i says %s', (status, says) => {
  expect(toFailure(apiError(status)).message).toContain(says)
  expect(toFailure(apiError(status)).traceId).toBe('trace-1')
})

test('a mistake of ours shows no stack and is written down', () => {
  const written = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const { message } = toFailure(new TypeError('x is undefined'))
  expect(message).not.toContain('undefined')
  expect(written).toHaveBeenCalledOnce()
  written.mockRestore()
})

test('what a form finds out itself is said as it is', () => {
  expect(toFailure(new FormProblem('规格太多'))).toMatchObject({ kind: 'invalid', message: '规格太多' })
})

test('the findings of a schema are read in Chinese, by field', () => {
  const fields = [
    { path: 'body/name', message: 'must NOT have fewer than 1 characters' },
    { path: 'body/address/detail', message: 'must NOT have more than 60 characters' },
    { path: 'body/priceFen', message: 'must be >= 1' },
    { path: 'body/code', message: 'something nobody translated' },
  ]
  const errors = fieldErrors(apiError(400, { fields }))
  expect(errors.code).toBe('something nobody translated')
  expect(errors['address/detail']).toContain('60')
  for (const name of ['name', 'address/detail', 'priceFen']) expect(errors[name]).not.toMatch(/must/)
})

test('a refusal about something else names no field', () => {
  expect(fieldErrors(apiError(409))).toEqual({})
})
