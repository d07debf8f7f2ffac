import { randomUUID } from 'node:crypto'
import { newId } from '@linli/core'
import type { OrderCreated, OrderLine } from '@linli/proto/order'
import type { TestDatabase } from '@linli/testing'

export type Shop = {
  readonly merchantId: string
  readonly warehouseId: string
  readonly communityId: string
  readonly categoryId: string
}

/** A warehouse that serves one community, and one category. */
export async function aShop(database: TestDatabase): Promise<Shop> {
  const [warehouseId, communityId, categoryId] = [newId(new Date()), randomUUID(), newId(new Date())]
  await database.query(
    `insert into warehouses (id, code, name, city, address, contact_phone, enabled, version, created_at, updated_at)
     values ($1::uuid, $1::uuid::text, '三墩仓', '杭州市', '西园八路', '', true, 1, now(), now())`,
    [warehouseId],
  )
  await database.query(
    'insert into warehouse_regions (community_id, priority, warehouse_id) values ($1, 1, $2)',
    [communityId, warehouseId],
  )
  await database.query(
    `insert into categories (id, path, level, name, sort, hidden, version, created_at, updated_at)
     values ($1::uuid, $1::uuid::text, 1, $1::uuid::text, 1, false, 1, now(), now())`,
    [categoryId],
  )
  return { merchantId: randomUUID(), warehouseId, communityId, categoryId }
}

export type SkuOptions = {
  stock?: number
  priceFen?: number
  lowStock?: number
  stockFactor?: number
  limitPerOrder?: number | null
  limitPerDay?: number | null
  status?: string
  name?: string
}

export type ASku = { readonly skuId: string; readonly productId: string }

/** A product on sale with one SKU and its opening stock, booked. */
export async function aSku(database: TestDatabase, shop: Shop, options: SkuOptions = {}): Promise<ASku> {
  const {
    stock = 100,
    priceFen = 1990,
    lowStock = 0,
    stockFactor = 1,
    status = 'ON_SALE',
    name = '红颜草莓',
  } = options
  const [productId, skuId] = [newId(new Date()), newId(new Date())]
  await database.query(
    `insert into products (id, merchant_id, category_id, name, subtitle, origin, storage_type, shelf_life_hours, fresh,
       allergens, unit, delivery_modes, images, detail_html, tags, status, sort, sales_7d, sales_total, min_price_fen,
       max_price_fen, search_terms, version, created_at, updated_at)
     values ($1, $2, $3, $4, '', '浙江', 'CHILLED', 48, true, '{}', '份', '{SELF_PICKUP,HOME}', '{demo/a.svg}',
       '<p>好</p>', '{}', $5, 1, 0, 0, $6, $6, $7, 1, now(), now())`,
    [productId, shop.merchantId, shop.categoryId, name, status, priceFen, ['草莓']],
  )
  await database.query(
    `insert into skus (id, product_id, code, specs, spec_text, spec_hash, price_fen, market_price_fen, cost_fen,
       net_weight_g, volume_cm3, stock_factor, limit_per_order, limit_per_day, sort, enabled, price_version, version,
       created_at, updated_at)
     values ($1::uuid, $2, $1::uuid::text, '[{"name":"规格","value":"500g"}]', '500g', 'x', $3, 2590, 900, 500, 0, $4, $5, $6, 1,
       true, 1, 1, now(), now())`,
    [skuId, productId, priceFen, stockFactor, options.limitPerOrder ?? null, options.limitPerDay ?? null],
  )
  await database.query(
    `with level as (
       insert into inventories (sku_id, warehouse_id, on_hand, reserved, low_stock, low_alerted, updated_at)
       values ($1::uuid, $2, $3, 0, $4, false, now())
     )
     insert into stock_movements (sku_id, warehouse_id, type, on_hand_before, on_hand_after, reserved_before,
       reserved_after, qty, ref_type, ref_id, actor_type, reason, at)
     values ($1::uuid, $2, 'INBOUND', 0, $3, 0, 0, $3, 'OPENING', $1::uuid::text, 'SYSTEM', '', now())`,
    [skuId, shop.warehouseId, stock, lowStock],
  )
  return { skuId, productId }
}

type Wanted = { skuId: string; productId: string; qty: number }

const aLine = ({ skuId, productId, qty }: Wanted, orderId: string): OrderLine => ({
  orderId,
  lineId: randomUUID(),
  skuId,
  productId,
  merchantId: randomUUID(),
  productName: '红颜草莓',
  specText: '500g',
  imageUrl: '',
  categoryIds: [],
  unit: '份',
  qty,
  unitPriceFen: 1990,
  activityDiscountFen: 0,
  memberDiscountFen: 0,
  fullReductionFen: 0,
  couponDiscountFen: 0,
  pointsDiscountFen: 0,
  payableFen: 1990 * qty,
  points: 0,
  weightG: 500,
  volumeCm3: 0,
  storageType: 'CHILLED',
  pickedQty: 0,
  refundedQty: 0,
  refundedFen: 0,
})

export type AnOrder = Pick<
  OrderCreated,
  'orderId' | 'userId' | 'warehouseId' | 'communityId' | 'lines' | 'createdAt'
>

/** What of OrderCreated this service reads. */
export function anOrder(shop: Shop, wanted: readonly Wanted[], userId: string = randomUUID()): AnOrder {
  const orderId = newId(new Date())
  return {
    orderId,
    userId,
    warehouseId: shop.warehouseId,
    communityId: shop.communityId,
    lines: wanted.map((each) => aLine(each, orderId)),
    createdAt: new Date(),
  }
}

export type Level = { onHand: number; reserved: number }

export async function levelOf(database: TestDatabase, skuId: string): Promise<Level> {
  const [row] = await database.query<Level>(
    'select on_hand as "onHand", reserved from inventories where sku_id = $1',
    [skuId],
  )
  if (!row) throw new Error(`no level of ${skuId}`)
  return row
}

/** The differences between the books and the levels: none, always (P10). */
export const audit = (database: TestDatabase) => database.query('select * from stock_audit')
