import { demoId } from '../demo-id.ts'
import type { PictureKey } from '../pictures.ts'
import { categories, categoryId } from './categories.ts'
import { merchantId } from './merchants.ts'
import type { DeliveryMode, ProductRow, ProductTag, SkuRow, StorageType } from './product-row.ts'
import { berriesAndTropicalFruit } from './products/berries-and-tropical-fruit.ts'
import { citrusAndPomeFruit } from './products/citrus-and-pome-fruit.ts'
import { dairyAndBakery } from './products/dairy-and-bakery.ts'
import { drinksAndSnacks } from './products/drinks-and-snacks.ts'
import { fruitingVegetables } from './products/fruiting-vegetables.ts'
import { leafyVegetables } from './products/leafy-vegetables.ts'
import { mushroomsAndBeans } from './products/mushrooms-and-beans.ts'
import { porkAndBeef } from './products/pork-and-beef.ts'
import { poultryAndEggs } from './products/poultry-and-eggs.ts'
import { rootVegetables } from './products/root-vegetables.ts'
import { seafood } from './products/seafood.ts'
import { staplesAndSeasoning } from './products/staples-and-seasoning.ts'
import { tofuAndFrozen } from './products/tofu-and-frozen.ts'
import { warehouse } from './warehouse.ts'

export type Spec = { readonly name: string; readonly value: string }

export type Sku = {
  readonly id: string
  readonly key: string
  readonly productId: string
  readonly code: string
  /** One entry per dimension; unique within the product. */
  readonly specs: readonly Spec[]
  readonly netWeightGrams: number
  readonly priceFen: number
  readonly marketPriceFen: number
  readonly costFen: number
  readonly warehouseId: string
  readonly stock: number
  readonly lowStock: number
  /** How many units of stock one sold unit takes. */
  readonly stockFactor: number
  readonly perOrderLimit: number | null
  readonly perDayLimit: number | null
  readonly picture: PictureKey
  readonly sort: number
}

export type Product = {
  readonly id: string
  readonly key: string
  readonly merchantId: string
  readonly categoryId: string
  readonly name: string
  readonly subtitle: string
  readonly origin: string
  readonly storageType: StorageType
  readonly shelfLifeHours: number
  readonly allergens: readonly string[]
  readonly unit: string
  readonly deliveryModes: readonly DeliveryMode[]
  /** The first is the main one. */
  readonly pictures: readonly PictureKey[]
  /** Sanitised HTML. */
  readonly detail: string
  readonly tags: readonly ProductTag[]
  readonly recommended: boolean
  readonly hot: boolean
  readonly status: 'ON_SALE'
  readonly sort: number
  readonly skus: readonly Sku[]
}

const rows: readonly ProductRow[] = [
  ...leafyVegetables,
  ...rootVegetables,
  ...fruitingVegetables,
  ...mushroomsAndBeans,
  ...citrusAndPomeFruit,
  ...berriesAndTropicalFruit,
  ...porkAndBeef,
  ...poultryAndEggs,
  ...seafood,
  ...dairyAndBakery,
  ...tofuAndFrozen,
  ...staplesAndSeasoning,
  ...drinksAndSnacks,
]

const STORAGE_TEXT: Readonly<Record<StorageType, string>> = {
  AMBIENT: '常温避光保存',
  CHILLED: '0–4℃ 冷藏保存',
  FROZEN: '-18℃ 冷冻保存',
}

export function productId(key: string): string {
  return demoId(`product:${key}`)
}

/** @param key product key and SKU key joined by `-`, for instance `organic-tomato-500g` */
export function skuId(key: string): string {
  return demoId(`sku:${key}`)
}

/** All products on sale, with their SKUs, in the order of the price list. */
export const products: readonly Product[] = rows.map(product)

/** The SKUs of all products. */
export const skus: readonly Sku[] = products.flatMap((each) => each.skus)

function product(row: ProductRow, index: number): Product {
  const sort = index + 1
  return {
    id: productId(row.key),
    key: row.key,
    merchantId: merchantId('linli-fresh'),
    categoryId: categoryId(row.category),
    name: row.name,
    subtitle: row.subtitle,
    origin: row.origin,
    storageType: row.storage,
    shelfLifeHours: row.shelfLifeHours,
    allergens: row.allergens ?? [],
    unit: row.unit,
    deliveryModes: row.modes ?? ['SELF_PICKUP', 'HOME'],
    pictures: [...new Set([row.picture, aislePicture(row)])],
    detail: detailOf(row),
    tags: row.tags ?? [],
    recommended: row.tags?.includes('recommend') ?? false,
    hot: row.tags?.includes('hot') ?? false,
    status: 'ON_SALE',
    sort,
    skus: row.skus.map((each, skuIndex) => sku(row, each, { product: sort, sku: skuIndex + 1 })),
  }
}

function sku(row: ProductRow, each: SkuRow, sort: { product: number; sku: number }): Sku {
  const [priceFen, marketPriceFen, costFen] = each.fen
  const key = `${row.key}-${each.key}`
  return {
    id: skuId(key),
    key,
    productId: productId(row.key),
    code: `LL${String(sort.product).padStart(4, '0')}${String(sort.sku).padStart(2, '0')}`,
    specs: specsOf(each),
    netWeightGrams: each.grams,
    priceFen,
    marketPriceFen,
    costFen,
    warehouseId: warehouse.id,
    stock: each.stock,
    lowStock: Math.ceil(each.stock / 10),
    stockFactor: 1,
    perOrderLimit: each.perOrder ?? null,
    perDayLimit: each.perDay ?? null,
    picture: row.picture,
    sort: sort.sku,
  }
}

function specsOf(row: SkuRow): readonly Spec[] {
  const size = { name: '规格', value: row.label ?? row.key }
  return row.pack === undefined ? [size] : [size, { name: '包装', value: row.pack }]
}

function aislePicture(row: ProductRow): PictureKey {
  const rootId = categories.find(({ key }) => key === row.category)?.path.split('/')[0]
  return categories.find(({ id }) => id === rootId)?.picture ?? row.picture
}

function detailOf(row: ProductRow): string {
  const facts = [
    `产地：${row.origin}`,
    `保存：${STORAGE_TEXT[row.storage]}`,
    `保质期：${shelfLife(row.shelfLifeHours)}`,
  ]
  const allergens = row.allergens ? [`致敏原：含${row.allergens.join('、')}`] : []
  return `<p>${row.subtitle}</p><ul>${[...facts, ...allergens].map((fact) => `<li>${fact}</li>`).join('')}</ul>`
}

function shelfLife(hours: number): string {
  return hours < 96 ? `${hours} 小时` : `${Math.floor(hours / 24)} 天`
}
