import { ApiError } from '@linli/api-client'
import { mount } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import { useForm } from './use-form.ts'

type Model = { name: string }
type Save = (model: Model) => Promise<string>

/** As a page uses it, with the form of its template out of the way. */
function aForm(save: Save, done: (saved: string) => void = () => undefined) {
  const opened = { form: undefined as ReturnType<typeof useForm<Model, string>> | undefined }
  mount({
    setup: () => {
      opened.form = useForm<Model, string>({ initial: () => ({ name: '' }), save, done })
      return () => null
    },
  })
  if (!opened.form) throw new Error('the form was not set up')
  return opened.form
}

const refusal = new ApiError({
  status: 400,
  code: 1001,
  message: '请求参数有误',
  details: { fields: [{ path: 'body/name', message: 'must NOT have fewer than 1 characters' }] },
})

test('a form that is sent twice is saved once', async () => {
  const { promise, resolve } = Promise.withResolvers<string>()
  const save = vi.fn<Save>(() => promise)
  const done = vi.fn<(saved: string) => void>()
  const form = aForm(save, done)
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
  const form = aForm(() => Promise.reject(refusal))
  form.open({ name: '苹果' })
  await form.submit()
  expect(Object.keys(form.errors.value)).toEqual(['name'])
  expect(form.isOpen.value).toBe(true)
  expect(form.isPending.value).toBe(false)
  expect(form.model.name).toBe('苹果')
})

test('opened anew it remembers neither values nor complaints', async () => {
  const form = aForm(() => Promise.reject(refusal))
  form.open({ name: '苹果' })
  await form.submit()
  form.open()
  expect(form.model).toEqual({ name: '' })
  expect(form.errors.value).toEqual({})
  expect(form.failure.value).toBeUndefined()
})
