import { expect, test } from 'vitest'
import {
  folderOf,
  objectKeyOf,
  ownedByMerchant,
  ownedByUser,
  PLATFORM,
  refusalOf,
  type Upload,
} from './upload.ts'

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const upload: Upload = {
  id: 'u',
  objectKey: 'k',
  contentType: 'image/png',
  sizeBytes: 100,
  status: 'PENDING',
}

test('a file is what it was announced to be, or refused', () => {
  const found = { contentType: 'image/png', sizeBytes: 100, start: PNG }
  expect(refusalOf(upload, found)).toBeUndefined()
  expect(refusalOf(upload, { ...found, contentType: 'text/html' })).toBe('type')
  expect(refusalOf(upload, { ...found, sizeBytes: 101 })).toBe('size')
  expect(refusalOf(upload, { ...found, sizeBytes: 0 })).toBe('size')
  expect(refusalOf(upload, { ...found, start: Buffer.from('<script>alert(1)') })).toBe('content')
})

test('types and sizes that are not accepted have no key', () => {
  const place = { id: 'u', folder: folderOf(ownedByMerchant('m')), day: '2026-11-22' }
  expect(objectKeyOf(place, { contentType: 'image/webp', sizeBytes: 10 })).toBe(
    'products/m/2026-11-22/u.webp',
  )
  for (const file of [
    { contentType: 'image/svg+xml', sizeBytes: 10 },
    { contentType: 'image/png', sizeBytes: 6_000_000 },
  ]) {
    expect(() => objectKeyOf(place, file)).toThrow('UPLOAD_TYPE_REFUSED')
  }
})

test('each owner has a folder of their own', () => {
  expect([PLATFORM, ownedByMerchant('m'), ownedByUser('u')].map(folderOf)).toEqual([
    'products/platform',
    'products/m',
    'portraits/u',
  ])
})
