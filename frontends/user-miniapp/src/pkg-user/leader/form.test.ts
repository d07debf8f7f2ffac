import { expect, test } from 'vitest'
import type { LeaderApplication } from '../../api'
import { bodyOf, formOf, wrongFields } from './form'

const filled = {
  contactName: ' 林小满 ',
  contactPhone: '13800138333',
  pickupAddress: ' 3 幢 101 室车库 ',
  introduction: '',
  photos: [{ key: 'portraits/u1/a.jpg', url: '/oss/a.jpg' }],
}

test('everything but the introduction is needed', () => {
  expect(wrongFields(formOf(undefined))).toEqual(['contactName', 'contactPhone', 'pickupAddress', 'photos'])
  expect(wrongFields({ ...filled, contactPhone: '1380013833' })).toEqual(['contactPhone'])
  expect(wrongFields(filled)).toEqual([])
})

test('who was turned down begins with what they wrote, but for what cannot be read back', () => {
  const last: LeaderApplication = {
    id: 'l1',
    status: 'REJECTED',
    communityId: 'c1',
    contactName: '林小满',
    contactPhoneMasked: '138****8333',
    pickupAddress: '3 幢',
    introduction: '在家',
    photoUrls: ['/oss/a.jpg'],
    reason: '照片太暗',
    createdAt: '2026-11-28T00:00:00Z',
  }
  const form = formOf(last)
  expect(form).toMatchObject({ contactName: '林小满', pickupAddress: '3 幢', introduction: '在家' })
  expect(wrongFields(form)).toEqual(['contactPhone', 'photos'])
})

test('the API is told what was meant', () => {
  expect(bodyOf(filled, 'c1')).toEqual({
    communityId: 'c1',
    contactName: '林小满',
    contactPhone: '13800138333',
    pickupAddress: '3 幢 101 室车库',
    introduction: '',
    photoKeys: ['portraits/u1/a.jpg'],
  })
})
