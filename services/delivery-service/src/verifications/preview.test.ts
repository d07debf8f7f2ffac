import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { DeliveryErrors } from '../errors.ts'
import { type Preview, readPreview, signPreview } from './preview.ts'

const index = (plain: string) => createHmac('sha256', 'key').update(plain).digest('base64url')
const at = new Date('2026-01-02T03:04:05Z')
const preview: Preview = {
  deliveryId: 'd-1',
  pickupPointId: 'p-1',
  staffId: 's-1',
  method: 'CODE',
  expiresAtMs: at.getTime() + 1,
}

test('a preview is what was signed, for who saw it, until it is too old', () => {
  const token = signPreview(index, preview)
  expect(readPreview(index, token, { staffId: 's-1', at })).toEqual(preview)
  const expired = DeliveryErrors.PREVIEW_EXPIRED()
  expect(() => readPreview(index, token, { staffId: 's-2', at })).toThrow(expired)
  expect(() => readPreview(index, token, { staffId: 's-1', at: new Date(preview.expiresAtMs) })).toThrow(
    expired,
  )
})

test('one that a version signed without saying its shape has expired', () => {
  const body = Buffer.from(JSON.stringify(preview)).toString('base64url')
  const token = `${body}.${index(`pickup-preview|${body}`)}`
  expect(() => readPreview(index, token, { staffId: 's-1', at })).toThrow(DeliveryErrors.PREVIEW_EXPIRED())
})
