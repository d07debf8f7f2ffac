import type { Sql } from '@linli/events'
import type { DeliveryMode, StorageType } from '@linli/proto/product'
import type { ProductStatus } from './product.ts'

/** A product without its SKUs and texts. */
export type ProductHead = {
  readonly id: string
  readonly merchantId: string
  readonly name: string
  readonly subtitle: string
  readonly image: string | null
  readonly categoryPath: string
  readonly status: ProductStatus
  readonly storageType: StorageType
  readonly deliveryModes: DeliveryMode[]
  readonly minPriceFen: number
  readonly maxPriceFen: number
  readonly version: number
}

export async function findProductHeads(sql: Sql, ids: readonly string[]): Promise<ProductHead[]> {
  return sql<ProductHead>`
    select product.id, merchant_id as "merchantId", product.name, subtitle, images[1] as image,
           category.path as "categoryPath", status, storage_type as "storageType", delivery_modes as "deliveryModes",
           min_price_fen as "minPriceFen", max_price_fen as "maxPriceFen", product.version
    from products product join categories category on category.id = product.category_id
    where product.id = any(${ids}::uuid[])`
}
