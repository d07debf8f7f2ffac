import type { Body, Data } from '@linli/api-client'
import { combine, type SkuRow } from './matrix.ts'
import type { Picture } from './upload.ts'

type Product = Data<'getAdminProduct'>
type Create = Body<'createAdminProduct'>

export type ProductForm = Pick<
  Create,
  'categoryId' | 'name' | 'shelfLifeHours' | 'storageType' | 'unit' | 'merchantId'
> & {
  subtitle: string
  origin: string
  fresh: boolean
  detailHtml: string
  sort: number
  deliveryModes: Create['deliveryModes'][number][]
  tags: string[]
  allergens: string[]
  images: Picture[]
  skus: SkuRow[]
}

export const blankProduct = (): ProductForm => ({
  merchantId: '',
  categoryId: '',
  name: '',
  subtitle: '',
  origin: '',
  storageType: 'CHILLED',
  shelfLifeHours: 72,
  fresh: true,
  unit: '份',
  deliveryModes: ['SELF_PICKUP', 'HOME'],
  tags: [],
  allergens: [],
  images: [],
  detailHtml: '',
  sort: 100,
  skus: combine([], []),
})

/** The form of a product that is there. */
export const formOf = (product: Product): ProductForm => ({
  merchantId: product.merchantId,
  categoryId: product.categoryId,
  name: product.name,
  subtitle: product.subtitle,
  origin: product.origin,
  storageType: product.storageType,
  shelfLifeHours: product.shelfLifeHours,
  fresh: product.fresh,
  unit: product.unit,
  deliveryModes: [...product.deliveryModes],
  tags: [...product.tags],
  allergens: [...product.allergens],
  images: [...product.images],
  detailHtml: product.detailHtml,
  sort: product.sort,
  skus: product.allSkus
    .filter(({ enabled }) => enabled)
    .map(
      ({
        id,
        code,
        specs,
        priceFen,
        marketPriceFen,
        costFen,
        netWeightG,
        volumeCm3,
        stockFactor,
        limitPerOrder,
      }) => ({
        id,
        code,
        specs: specs.map((spec) => ({ ...spec })),
        priceFen,
        marketPriceFen,
        costFen,
        netWeightG,
        volumeCm3,
        stockFactor,
        limitPerOrder,
      }),
    ),
})

/** What both doors take; what is empty is left out. */
export function bodyOf({
  merchantId: _merchant,
  images,
  skus,
  ...form
}: ProductForm): Omit<Create, 'merchantId'> {
  return {
    ...form,
    images: images.map(({ key }) => key),
    skus: skus.map(({ id, limitPerOrder, priceFen, marketPriceFen, costFen, ...sku }) => ({
      ...sku,
      ...(id !== undefined && { id }),
      ...(limitPerOrder !== null && { limitPerOrder }),
      priceFen: priceFen ?? 0,
      marketPriceFen: marketPriceFen ?? 0,
      costFen: costFen ?? 0,
    })),
  }
}

const keyOf = (id: string): string => `linli-admin:product-draft:${id}`

type Kept = { readonly version: number; readonly form: Partial<ProductForm> }

/** What was typed into a product and not saved yet, kept on this machine by the product's id. */
export const draft = {
  keep: (id: string, version: number, form: ProductForm): void =>
    localStorage.setItem(keyOf(id), JSON.stringify({ version, form } satisfies Kept)),
  drop: (id: string): void => localStorage.removeItem(keyOf(id)),
  /** Nothing when the product has been saved since: what was typed then was about another one. */
  find(id: string, version: number): ProductForm | undefined {
    const text = localStorage.getItem(keyOf(id))
    const kept = text === null ? undefined : (JSON.parse(text) as Kept)
    return kept?.version === version ? { ...blankProduct(), ...kept.form } : undefined
  },
}
