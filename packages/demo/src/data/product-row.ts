import type { PictureKey } from '../pictures.ts'
import type { CategoryKey } from './categories.ts'

export type StorageType = 'AMBIENT' | 'CHILLED' | 'FROZEN'
export type DeliveryMode = 'SELF_PICKUP' | 'HOME'
export type ProductTag = 'hot' | 'recommend' | 'organic'

/** One line of the price list. The key completes the product's: `organic-tomato` + `500g`. */
export type SkuRow = {
  readonly key: string
  /** What people read; the key where it says the same. */
  readonly label?: string
  /** Second dimension of the specification (包装), where a product has one. */
  readonly pack?: string
  readonly grams: number
  readonly fen: readonly [price: number, market: number, cost: number]
  readonly stock: number
  readonly perOrder?: number
  readonly perDay?: number
}

/** A product as the buyer writes it down; `products.ts` turns it into rows with ids. */
export type ProductRow = {
  readonly key: string
  readonly category: CategoryKey
  readonly name: string
  readonly subtitle: string
  readonly origin: string
  readonly storage: StorageType
  readonly shelfLifeHours: number
  readonly unit: string
  readonly picture: PictureKey
  readonly tags?: readonly ProductTag[]
  readonly allergens?: readonly string[]
  /** Both modes where it says nothing. */
  readonly modes?: readonly DeliveryMode[]
  readonly skus: readonly SkuRow[]
}
