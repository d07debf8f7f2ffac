import { expect, test } from 'vitest'
import { bodyOf, formOf, wrongFields } from './form'

const last = {
  id: 'd1',
  status: 'REJECTED',
  name: '禾鲜果铺',
  legalName: '杭州禾鲜果品有限公司',
  licenceNumber: '91330100MA27XXXX0K',
  licenceKey: 'products/m1/licence.jpg',
  licenceUrl: '/oss/licence.jpg',
  contactNameMasked: '周*',
  contactPhoneMasked: '138****8222',
  version: 4,
  submittedBy: null,
  submittedAt: null,
  decidedBy: null,
  decidedAt: null,
  reason: '执照模糊',
} as const

test('a blank form lacks everything; the last documents lack whom to call', () => {
  expect(wrongFields(formOf(undefined))).toEqual([
    'name',
    'legalName',
    'licenceNumber',
    'contactName',
    'contactPhone',
    'licence',
  ])
  expect(wrongFields(formOf(last))).toEqual(['contactName', 'contactPhone'])
})

test('the API is told what was meant', () => {
  const form = {
    ...formOf(last),
    licenceNumber: ' 91330100ma27xxxx0k ',
    contactName: ' 周敏 ',
    contactPhone: '13800138222',
  }
  expect(wrongFields(form)).toEqual([])
  expect(bodyOf(form, 4)).toEqual({
    name: '禾鲜果铺',
    legalName: '杭州禾鲜果品有限公司',
    licenceNumber: '91330100MA27XXXX0K',
    licenceKey: 'products/m1/licence.jpg',
    contactName: '周敏',
    contactPhone: '13800138222',
    version: 4,
  })
})
