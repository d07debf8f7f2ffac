import { ApiError } from '@linli/api-client'
import { expect, test, vi } from 'vitest'
import { useForm } from './use-form.ts'

const refusal = new ApiError({
  status: 400,
  code: 1001,
  message: '请求参数有误',
  details: { fields: [{ path: 'body/name', message: 'must NOT have fewer than 1 characters' }] },
})

test('a form that is sent twice is saved once', async () => {
  const { promise, resolve } = Promise.withResolvers<string>()
  const save = vi.fn(() => promise)
  const done = vi.fn()
  const form = useForm({ initial: () => ({ name: '' }), save, done })
  form.open({ name: '苹果' })
  const both = [form.submit(), form.submit()]
  await vi.waitFor(() => expect(save).toHaveBeenCalled())
  resolve('saved')
  await Promise.all(both)
  expect(save).toHaveBeenCalledOnce()
  expect(done).toHaveBeenCalledExactlyOnceWith('saved')
  expect(form.isOpen.value).toBe(false)
})

test('what the API says about a field stands at the field; the form stays open with what was typed', async () => {
  const form = useForm({ initial: () => ({ name: '' }), save: () => Promise.reject(refusal), done: vi.fn() })
  form.open({ name: '苹果' })
  await form.submit()
  expect(Object.keys(form.errors.value)).toEqual(['name'])
  expect(form.isOpen.value).toBe(true)
  expect(form.isPending.value).toBe(false)
  expect(form.model.name).toBe('苹果')
})

test('opened anew it remembers neither values nor complaints', async () => {
  const form = useForm({ initial: () => ({ name: '' }), save: () => Promise.reject(refusal), done: vi.fn() })
  form.open({ name: '苹果' })
  await form.submit()
  form.open()
  expect(form.model).toEqual({ name: '' })
  expect(form.errors.value).toEqual({})
  expect(form.failure.value).toBeUndefined()
})
