import { describe, expect, test } from 'vitest'
import type { Product } from '../../api'
import { BLANK, createBodyOf, editBodyOf, formOf, isSimple, wrongFields } from './form'

const sku = (id: string, specs: { name: string; value: string }[]): Product['allSkus'][number] => ({
  id,
  code: `C-${id}`,
  specs,
  specText: specs.map(({ value }) => value).join(' / '),
  priceFen: 1290,
  marketPriceFen: 0,
  costFen: 800,
  netWeightG: 500,
  volumeCm3: 900,
  image: null,
  stockFactor: 1,
  limitPerOrder: 5,
  limitPerDay: null,
  enabled: true,
})

const product = (...allSkus: Product['allSkus'][number][]): Product => ({
  id: 'p',
  merchantId: 'm',
  categoryId: 'c',
  categoryIds: ['c'],
  name: '番茄',
  subtitle: '沙瓤',
  origin: '山东',
  storageType: 'AMBIENT',
  shelfLifeHours: 72,
  fresh: true,
  allergens: ['无'],
  unit: '份',
  deliveryModes: ['SELF_PICKUP', 'EXPRESS'],
  images: [{ key: 'k1', url: 'u1' }],
  video: null,
  detailHtml: '<p>好</p>',
  tags: ['新'],
  status: 'DRAFT',
  skus: [],
  version: 7,
  sort: 3,
  onSaleAt: null,
  offSaleAt: null,
  publishedAt: null,
  allSkus,
})

const filled = { ...BLANK, name: ' 番茄 ', categoryId: 'c', spec: '500g', price: '12.8' }

describe('a new product', () => {
  test('a draft needs a name, a category and a size; a review also pictures and a price', () => {
    expect(wrongFields(BLANK, false)).toEqual(['name', 'categoryId', 'spec'])
    expect(wrongFields({ ...filled, price: '' }, false)).toEqual([])
    expect(wrongFields({ ...filled, price: '' }, true)).toEqual(['images', 'price'])
    expect(wrongFields({ ...filled, images: [{ key: 'k', url: 'u' }] }, true)).toEqual([])
  })

  test.each([
    [{ price: '12,8' }, 'price'],
    [{ price: '0' }, 'price'],
    [{ marketPrice: '9.9' }, 'marketPrice'],
    [{ shelfLifeDays: 'ab' }, 'shelfLifeDays'],
    [{ deliveryModes: [] }, 'deliveryModes'],
    [{ unit: ' ' }, 'unit'],
  ] as const)('%j is wrong', (part, name) => {
    expect(wrongFields({ ...filled, ...part }, false)).toEqual([name])
  })

  test('is one option, in fen and hours', () => {
    expect(createBodyOf({ ...filled, marketPrice: '15' }, { code: 'M1', dimension: '规格' })).toMatchObject({
      name: '番茄',
      shelfLifeHours: 72,
      skus: [{ code: 'M1', specs: [{ name: '规格', value: '500g' }], priceFen: 1280, marketPriceFen: 1500 }],
    })
  })
})

describe('a product that is there', () => {
  const simple = product(sku('1', [{ name: '规格', value: '500g' }]))

  test('unchanged, it goes back as it came', () => {
    const { version, images, deliveryModes, detailHtml, tags, sort, skus } = editBodyOf(
      formOf(simple),
      simple,
    )
    expect({ version, images, deliveryModes, detailHtml, tags, sort }).toEqual({
      version: 7,
      images: ['k1'],
      deliveryModes: ['SELF_PICKUP', 'EXPRESS'],
      detailHtml: '<p>好</p>',
      tags: ['新'],
      sort: 3,
    })
    expect(skus).toMatchObject([{ id: '1', code: 'C-1', priceFen: 1290, costFen: 800, limitPerOrder: 5 }])
  })

  test('takes what was typed', () => {
    const form = { ...formOf(simple), spec: '1kg', price: '19.9', name: '大番茄' }
    expect(editBodyOf(form, simple)).toMatchObject({
      name: '大番茄',
      skus: [{ id: '1', specs: [{ name: '规格', value: '1kg' }], priceFen: 1990 }],
    })
  })

  test('with several options keeps them and their prices', () => {
    const several = product(
      sku('1', [{ name: '规格', value: '500g' }]),
      sku('2', [{ name: '规格', value: '1kg' }]),
    )
    expect(isSimple(several)).toBe(false)
    const body = editBodyOf({ ...formOf(several), price: '1.00', name: '新名' }, several)
    expect(body).toMatchObject({
      name: '新名',
      skus: [
        { id: '1', priceFen: 1290 },
        { id: '2', priceFen: 1290 },
      ],
    })
  })
})
