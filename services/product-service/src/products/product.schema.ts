import { IdSchema, TableQuery } from '@linli/http'
import { type Static, Type } from 'typebox'
import type { ProductRow } from './product.store.ts'
import { type Product, type ProductContent, productMachine, type SkuContent } from './product.ts'

const Fen = Type.Integer({ minimum: 0, maximum: 100_000_000 })
const Text = (maxLength: number, minLength = 0) => Type.String({ minLength, maxLength })
const Key = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^[\\w./-]+$',
  description: 'object key of an upload',
})
const Time = Type.String({ format: 'date-time' })
const Maybe = <T extends ReturnType<typeof Type.String> | ReturnType<typeof Type.Integer>>(schema: T) =>
  Type.Union([schema, Type.Null()])

const SpecSchema = Type.Object({ name: Text(20, 1), value: Text(40, 1) }, { additionalProperties: false })

const SkuBody = Type.Object(
  {
    id: Type.Optional(IdSchema),
    code: Type.String({ minLength: 1, maxLength: 40, pattern: '^[0-9A-Za-z_-]+$' }),
    specs: Type.Array(SpecSchema, { minItems: 1, maxItems: 3 }),
    priceFen: Fen,
    marketPriceFen: Type.Integer({ minimum: 0, maximum: 100_000_000, default: 0 }),
    costFen: Type.Integer({ minimum: 0, maximum: 100_000_000, default: 0 }),
    netWeightG: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 }),
    volumeCm3: Type.Integer({ minimum: 0, maximum: 10_000_000, default: 0 }),
    image: Type.Optional(Key),
    stockFactor: Type.Integer({ minimum: 1, maximum: 1_000, default: 1 }),
    limitPerOrder: Type.Optional(Type.Integer({ minimum: 1, maximum: 999 })),
    limitPerDay: Type.Optional(Type.Integer({ minimum: 1, maximum: 999 })),
  },
  { additionalProperties: false },
)

const STORAGE_TYPES = ['AMBIENT', 'CHILLED', 'FROZEN'] as const
const DELIVERY_MODES = ['SELF_PICKUP', 'COMMUNITY_DROP', 'HOME', 'EXPRESS'] as const

const contentFields = {
  categoryId: IdSchema,
  name: Text(60, 1),
  subtitle: Type.String({ maxLength: 100, default: '' }),
  origin: Type.String({ maxLength: 60, default: '' }),
  storageType: Type.Enum(STORAGE_TYPES),
  shelfLifeHours: Type.Integer({ minimum: 0, maximum: 100_000 }),
  fresh: Type.Boolean({ default: true }),
  allergens: Type.Array(Text(20, 1), { maxItems: 20, default: [] }),
  unit: Text(10, 1),
  deliveryModes: Type.Array(Type.Enum(DELIVERY_MODES), { minItems: 1, uniqueItems: true }),
  images: Type.Array(Key, { maxItems: 9, uniqueItems: true }),
  video: Type.Optional(Key),
  detailHtml: Type.String({ maxLength: 50_000, default: '' }),
  tags: Type.Array(Text(20, 1), { maxItems: 10, uniqueItems: true, default: [] }),
  sort: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 }),
  skus: Type.Array(SkuBody, { minItems: 1, maxItems: 100 }),
}

export const CreateProductBody = Type.Object(contentFields, { additionalProperties: false })
export const AdminCreateProductBody = Type.Object(
  { ...contentFields, merchantId: IdSchema },
  { additionalProperties: false },
)
export const EditProductBody = Type.Object(
  { ...contentFields, version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)

export type ContentBody = Static<typeof CreateProductBody>

/** @param sanitize takes everything out of rich text that could run (XSS). */
export function contentOf(body: ContentBody, sanitize: (html: string) => string): ProductContent {
  const { skus: _, video, detailHtml, ...content } = body
  return { ...content, video: video ?? null, detailHtml: sanitize(detailHtml) }
}

export const skusOf = (body: ContentBody): SkuContent[] =>
  body.skus.map(({ image, limitPerOrder, limitPerDay, ...sku }) => ({
    ...sku,
    image: image ?? null,
    limitPerOrder: limitPerOrder ?? null,
    limitPerDay: limitPerDay ?? null,
  }))

/** Every object key the body refers to. */
export const keysOf = (body: ContentBody): string[] => [
  ...body.images,
  ...(body.video === undefined ? [] : [body.video]),
  ...body.skus.flatMap(({ image }) => (image === undefined ? [] : [image])),
]

const STATUS = Type.Enum(productMachine.states)

export const ProductView = Type.Object(
  {
    id: IdSchema,
    merchantId: IdSchema,
    categoryId: IdSchema,
    categoryIds: Type.Array(Type.String()),
    name: Type.String(),
    subtitle: Type.String(),
    origin: Type.String(),
    storageType: Type.Enum(STORAGE_TYPES),
    shelfLifeHours: Type.Integer(),
    fresh: Type.Boolean(),
    allergens: Type.Array(Type.String()),
    unit: Type.String(),
    deliveryModes: Type.Array(Type.Enum(DELIVERY_MODES)),
    images: Type.Array(Type.Object({ key: Type.String(), url: Type.String() })),
    video: Type.Union([Type.Object({ key: Type.String(), url: Type.String() }), Type.Null()]),
    detailHtml: Type.String(),
    tags: Type.Array(Type.String()),
    status: STATUS,
    skus: Type.Array(
      Type.Object({
        id: IdSchema,
        specs: Type.Array(SpecSchema),
        specText: Type.String(),
        priceFen: Type.Integer(),
        marketPriceFen: Type.Integer(),
        netWeightG: Type.Integer(),
        imageUrl: Type.String(),
        limitPerOrder: Maybe(Type.Integer()),
        limitPerDay: Maybe(Type.Integer()),
      }),
    ),
    version: Type.Integer(),
  },
  { title: 'ProductView' },
)

type UrlOf = (key: string) => string

export function toProductView(product: Product, urlOf: UrlOf): Static<typeof ProductView> {
  const picture = (key: string) => ({ key, url: urlOf(key) })
  const main = product.images[0]
  return {
    id: product.id,
    merchantId: product.merchantId,
    categoryId: product.categoryId,
    categoryIds: product.categoryPath.split('/'),
    name: product.name,
    subtitle: product.subtitle,
    origin: product.origin,
    storageType: product.storageType,
    shelfLifeHours: product.shelfLifeHours,
    fresh: product.fresh,
    allergens: [...product.allergens],
    unit: product.unit,
    deliveryModes: [...product.deliveryModes],
    images: product.images.map(picture),
    video: product.video === null ? null : picture(product.video),
    detailHtml: product.detailHtml,
    tags: [...product.tags],
    status: product.status,
    skus: product.skus
      .filter((sku) => sku.enabled)
      .map((sku) => {
        const key = sku.image ?? main
        return {
          id: sku.id,
          specs: sku.specs.map(({ name, value }) => ({ name, value })),
          specText: sku.specText,
          priceFen: sku.priceFen,
          marketPriceFen: sku.marketPriceFen,
          netWeightG: sku.netWeightG,
          imageUrl: key === undefined ? '' : urlOf(key),
          limitPerOrder: sku.limitPerOrder,
          limitPerDay: sku.limitPerDay,
        }
      }),
    version: product.version,
  }
}

/** What its owner sees besides: cost, codes, removed SKUs, the schedule. */
export const OwnProductView = Type.Object(
  {
    ...ProductView.properties,
    sort: Type.Integer(),
    onSaleAt: Maybe(Time),
    offSaleAt: Maybe(Time),
    publishedAt: Maybe(Time),
    allSkus: Type.Array(
      Type.Object({
        id: IdSchema,
        code: Type.String(),
        specs: Type.Array(SpecSchema),
        specText: Type.String(),
        priceFen: Type.Integer(),
        marketPriceFen: Type.Integer(),
        costFen: Type.Integer(),
        netWeightG: Type.Integer(),
        volumeCm3: Type.Integer(),
        image: Maybe(Type.String()),
        stockFactor: Type.Integer(),
        limitPerOrder: Maybe(Type.Integer()),
        limitPerDay: Maybe(Type.Integer()),
        enabled: Type.Boolean(),
      }),
    ),
  },
  { title: 'OwnProductView' },
)

export function toOwnProductView(product: Product, urlOf: UrlOf): Static<typeof OwnProductView> {
  const time = (at: Date | null) => at?.toISOString() ?? null
  return {
    ...toProductView(product, urlOf),
    sort: product.sort,
    onSaleAt: time(product.onSaleAt),
    offSaleAt: time(product.offSaleAt),
    publishedAt: time(product.publishedAt),
    allSkus: product.skus.map((sku) => ({ ...sku, specs: [...sku.specs] })),
  }
}

export const ProductRowView = Type.Object(
  {
    id: IdSchema,
    merchantId: IdSchema,
    name: Type.String(),
    subtitle: Type.String(),
    imageUrl: Type.String(),
    categoryIds: Type.Array(Type.String()),
    status: STATUS,
    minPriceFen: Type.Integer(),
    maxPriceFen: Type.Integer(),
    skuCount: Type.Integer(),
    onHand: Type.Integer(),
    version: Type.Integer(),
    updatedAt: Time,
  },
  { title: 'ProductRowView' },
)

export function toProductRowView(row: ProductRow, urlOf: UrlOf): Static<typeof ProductRowView> {
  const { image, categoryPath, updatedAt, storageType: _, deliveryModes: __, ...rest } = row
  return {
    ...rest,
    imageUrl: image === null ? '' : urlOf(image),
    categoryIds: categoryPath.split('/'),
    updatedAt: updatedAt.toISOString(),
  }
}

export const ProductTableQuery = Type.Object(
  {
    status: Type.Optional(STATUS),
    keyword: Type.Optional(Text(50, 1)),
    categoryId: Type.Optional(IdSchema),
    ...TableQuery,
  },
  { additionalProperties: false },
)
export const AdminProductTableQuery = Type.Object(
  { ...ProductTableQuery.properties, merchantId: Type.Optional(IdSchema) },
  { additionalProperties: false },
)

/** Word of the API → event of the machine. */
export const ACTIONS = {
  SUBMIT: 'submit',
  WITHDRAW: 'withdraw',
  PUT_ON: 'putOn',
  TAKE_OFF: 'takeOff',
  RECYCLE: 'recycle',
  RESTORE: 'restore',
} as const

export const ChangeStatusBody = Type.Object(
  {
    action: Type.Enum([...(Object.keys(ACTIONS) as (keyof typeof ACTIONS)[]), 'SCHEDULE'] as const),
    reason: Type.String({ maxLength: 200, default: '' }),
    onSaleAt: Type.Optional(Time),
    offSaleAt: Type.Optional(Time),
  },
  { additionalProperties: false },
)

export function scheduleOf({ onSaleAt, offSaleAt }: Static<typeof ChangeStatusBody>) {
  return {
    onSaleAt: onSaleAt === undefined ? null : new Date(onSaleAt),
    offSaleAt: offSaleAt === undefined ? null : new Date(offSaleAt),
  }
}

export const AuditProductsBody = Type.Object(
  {
    productIds: Type.Array(IdSchema, { minItems: 1, maxItems: 50, uniqueItems: true }),
    decision: Type.Enum(['APPROVE', 'REJECT'] as const),
    reason: Type.String({ maxLength: 200, default: '' }),
  },
  { additionalProperties: false },
)
