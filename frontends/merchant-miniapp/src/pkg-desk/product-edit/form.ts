import type { SentPicture } from '@linli/mini-ui'
import { parseYuan } from '@linli/mini-ui'
import type { Product } from '../../api'
import { bodyOf, type ProductBody } from '../product/body'

/** A picture that has arrived in the object storage. */

export const STORAGE_TYPES = ['AMBIENT', 'CHILLED', 'FROZEN'] as const
export const MODES = ['SELF_PICKUP', 'HOME'] as const

/** A simple product as it is typed: one way to buy it. */
export type ProductForm = {
  readonly images: readonly SentPicture[]
  readonly name: string
  readonly subtitle: string
  readonly categoryId: string
  readonly spec: string
  readonly unit: string
  readonly price: string
  readonly marketPrice: string
  readonly origin: string
  readonly storageType: (typeof STORAGE_TYPES)[number]
  readonly shelfLifeDays: string
  readonly deliveryModes: readonly (typeof MODES)[number][]
}

export const BLANK: ProductForm = {
  images: [],
  name: '',
  subtitle: '',
  categoryId: '',
  spec: '',
  unit: '份',
  price: '',
  marketPrice: '',
  origin: '',
  storageType: 'CHILLED',
  shelfLifeDays: '3',
  deliveryModes: [...MODES],
}

const FEN = 100
const DAY_HOURS = 24
const yuan = (fen: number): string => (fen / FEN).toFixed(2)
const enabledSkus = ({ allSkus }: Product) => allSkus.filter(({ enabled }) => enabled)

/** Options are the console's business: of a product with several, prices and options stay as they are. */
export const isSimple = (product: Product): boolean => enabledSkus(product).length === 1

export function formOf(product: Product): ProductForm {
  const [sku] = enabledSkus(product)
  const { images, name, subtitle, categoryId, unit, origin, storageType, shelfLifeHours } = product
  return {
    ...{ images, name, subtitle, categoryId, unit, origin, storageType },
    spec: sku?.specText ?? '',
    price: sku ? yuan(sku.priceFen) : '',
    marketPrice: sku && sku.marketPriceFen > 0 ? yuan(sku.marketPriceFen) : '',
    shelfLifeDays: String(Math.round(shelfLifeHours / DAY_HOURS)),
    deliveryModes: MODES.filter((mode) => product.deliveryModes.includes(mode)),
  }
}

export type FieldName =
  | 'name'
  | 'categoryId'
  | 'spec'
  | 'unit'
  | 'price'
  | 'marketPrice'
  | 'shelfLifeDays'
  | 'deliveryModes'
  | 'images'

const isPrice = (text: string): boolean => (parseYuan(text) ?? 0) > 0

/** What is missing or wrong. @param forReview a draft may still be without pictures and price */
export function wrongFields(form: ProductForm, forReview: boolean): readonly FieldName[] {
  const checks: readonly (readonly [FieldName, boolean])[] = [
    ['images', forReview && form.images.length === 0],
    ['name', form.name.trim() === ''],
    ['categoryId', form.categoryId === ''],
    ['spec', form.spec.trim() === ''],
    ['unit', form.unit.trim() === ''],
    ['price', forReview || form.price !== '' ? !isPrice(form.price) : false],
    [
      'marketPrice',
      form.marketPrice !== '' && (parseYuan(form.marketPrice) ?? -1) < (parseYuan(form.price) ?? 0),
    ],
    ['shelfLifeDays', !/^\d{1,4}$/.test(form.shelfLifeDays)],
    ['deliveryModes', form.deliveryModes.length === 0],
  ]
  return checks.flatMap(([name, isWrong]) => (isWrong ? [name] : []))
}

const contentOf = (form: ProductForm) => ({
  images: form.images.map(({ key }) => key),
  name: form.name.trim(),
  subtitle: form.subtitle.trim(),
  categoryId: form.categoryId,
  unit: form.unit.trim(),
  origin: form.origin.trim(),
  storageType: form.storageType,
  shelfLifeHours: Number(form.shelfLifeDays) * DAY_HOURS,
})

const priceOf = (form: ProductForm) => ({
  priceFen: parseYuan(form.price) ?? 0,
  marketPriceFen: parseYuan(form.marketPrice) ?? 0,
})

/** @param words of the only dimension: 规格 */
export const createBodyOf = (
  form: ProductForm,
  { code, dimension }: { code: string; dimension: string },
) => ({
  ...contentOf(form),
  deliveryModes: [...form.deliveryModes],
  skus: [{ code, specs: [{ name: dimension, value: form.spec.trim() }], ...priceOf(form) }],
})

/** The product with what was typed; what the form does not show stays. */
export function editBodyOf(form: ProductForm, product: Product): ProductBody {
  const body = bodyOf(product)
  const unseen = body.deliveryModes.filter((mode) => !MODES.some((each) => each === mode))
  const skus = isSimple(product)
    ? body.skus.map((sku) => ({
        ...sku,
        ...priceOf(form),
        specs:
          sku.specs.length === 1
            ? sku.specs.map((spec) => ({ ...spec, value: form.spec.trim() }))
            : sku.specs,
      }))
    : body.skus
  return { ...body, ...contentOf(form), deliveryModes: [...form.deliveryModes, ...unseen], skus }
}
