import type pg from 'pg'
import { categories } from '../data/categories.ts'
import { communities } from '../data/communities.ts'
import { products, type Sku, skus } from '../data/products.ts'
import { recommendations } from '../data/recommendations.ts'
import { warehouse } from '../data/warehouse.ts'
import { pictureObjectKey } from '../pictures.ts'

/** When all of it is said to have been made; products follow minute by minute, so that "newest" has an order. */
const AT = '2026-01-01T00:00:00Z'

/** The warehouse and whom it serves, the category tree, the goods with their opening stock, the home page. */
export async function loadProduct(client: pg.Client): Promise<void> {
  await loadWarehouse(client)
  await loadCategories(client)
  await loadProducts(client)
  await loadSkus(client)
  await loadStock(client)
  await loadRecommendations(client)
  await deriveSearchAndPrices(client)
}

async function loadWarehouse(client: pg.Client): Promise<void> {
  const { id, code, name, city, address, contactPhone } = warehouse
  await client.query(
    `insert into warehouses (id, code, name, city, address, contact_phone, enabled, version, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, true, 1, $7, $7) on conflict do nothing`,
    [id, code, name, city, address, contactPhone, AT],
  )
  const served = communities.map(({ id: community, warehouseId }) => ({ community, warehouse: warehouseId }))
  await client.query(
    `insert into warehouse_regions (community_id, priority, warehouse_id)
     select community, 1, warehouse from jsonb_to_recordset($1) as row (community uuid, warehouse uuid)
     on conflict do nothing`,
    [JSON.stringify(served)],
  )
}

async function loadCategories(client: pg.Client): Promise<void> {
  await insertRows(
    client,
    `insert into categories (id, parent_id, path, level, name, icon, sort, hidden, version, created_at, updated_at)
     select id, parent, path, level, name, icon, sort, false, 1, $2, $2
     from jsonb_to_recordset($1) as row (id uuid, parent uuid, path text, level integer, name text, icon text, sort integer)
     order by level on conflict do nothing`,
    categories.map(({ id, parentId, path, level, name, picture, sort }) => ({
      ...{ id, parent: parentId, path, level, name, sort },
      icon: pictureObjectKey(picture),
    })),
  )
}

async function loadProducts(client: pg.Client): Promise<void> {
  await insertRows(
    client,
    `with given as (
       select * from jsonb_to_recordset($1) as row (id uuid, merchant uuid, category uuid, name text, subtitle text,
         origin text, storage text, hours integer, allergens jsonb, unit text, modes jsonb, images jsonb, detail text,
         tags jsonb, status text, sort integer)
     ), added as (
       insert into products (id, merchant_id, category_id, name, subtitle, origin, storage_type, shelf_life_hours, fresh,
         allergens, unit, delivery_modes, images, video, detail_html, tags, status, sort, sales_7d, sales_total,
         min_price_fen, max_price_fen, search_terms, published_at, version, created_at, updated_at)
       select id, merchant, category, name, subtitle, origin, storage, hours, storage = 'CHILLED',
         array(select jsonb_array_elements_text(allergens)), unit, array(select jsonb_array_elements_text(modes)),
         array(select jsonb_array_elements_text(images)), null, detail, array(select jsonb_array_elements_text(tags)),
         status, sort, 0, 0, 0, 0, '{}', $2::timestamptz + make_interval(mins => sort), 1, $2, $2
       from given on conflict do nothing returning id, status
     )
     insert into product_history (product_id, event, to_status, actor_type, reason, at)
     select id, 'approve', status, 'SYSTEM', 'demo', $2 from added`,
    products.map((product) => ({
      ...{ id: product.id, merchant: product.merchantId, category: product.categoryId, name: product.name },
      ...{ subtitle: product.subtitle, origin: product.origin, storage: product.storageType },
      ...{ hours: product.shelfLifeHours, allergens: product.allergens, unit: product.unit },
      ...{
        modes: product.deliveryModes,
        images: product.pictures.map(pictureObjectKey),
        detail: product.detail,
      },
      ...{ tags: product.tags, status: product.status, sort: product.sort },
    })),
  )
}

async function loadSkus(client: pg.Client): Promise<void> {
  await insertRows(
    client,
    `insert into skus (id, product_id, code, specs, spec_text, spec_hash, price_fen, market_price_fen, cost_fen,
       net_weight_g, volume_cm3, image, stock_factor, limit_per_order, limit_per_day, sort, enabled, price_version,
       version, created_at, updated_at)
     select id, product, code, specs, text, encode(sha256(convert_to(hashed, 'UTF8')), 'hex'), price, market, cost,
       grams, 0, null, factor, per_order, per_day, sort, true, 1, 1, $2, $2
     from jsonb_to_recordset($1) as row (id uuid, product uuid, code text, specs jsonb, text text, hashed text,
       price integer, market integer, cost integer, grams integer, factor integer, per_order integer, per_day integer,
       sort integer)
     on conflict do nothing`,
    skus.map((sku) => ({
      ...{ id: sku.id, product: sku.productId, code: sku.code, specs: sku.specs, sort: sku.sort },
      ...{ text: sku.specs.map(({ value }) => value).join(' / '), hashed: specsToHash(sku) },
      ...{ price: sku.priceFen, market: sku.marketPriceFen, cost: sku.costFen, grams: sku.netWeightGrams },
      ...{ factor: sku.stockFactor, per_order: sku.perOrderLimit, per_day: sku.perDayLimit },
    })),
  )
}

/** What product-service hashes to know a specification again: name and value pairs, sorted by name. */
function specsToHash({ specs }: Sku): string {
  const pairs = specs.map(({ name, value }) => [
    name.normalize('NFKC').trim(),
    value.normalize('NFKC').trim(),
  ])
  return JSON.stringify(pairs.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)))
}

/** A level is made and booked in one statement: the ledger adds up from the first row. */
async function loadStock(client: pg.Client): Promise<void> {
  await insertRows(
    client,
    `with given as (
       select * from jsonb_to_recordset($1) as row (sku uuid, warehouse uuid, stock integer, low integer)
     ), opened as (
       insert into inventories (sku_id, warehouse_id, on_hand, reserved, low_stock, low_alerted, updated_at)
       select sku, warehouse, stock, 0, low, stock <= low, $2 from given
       on conflict do nothing returning sku_id, warehouse_id, on_hand
     )
     insert into stock_movements (sku_id, warehouse_id, type, on_hand_before, on_hand_after, reserved_before,
       reserved_after, qty, ref_type, ref_id, actor_type, reason, at)
     select sku_id, warehouse_id, 'INBOUND', 0, on_hand, 0, 0, on_hand, 'OPENING', sku_id::text, 'SYSTEM', 'demo', $2
     from opened`,
    skus.map((sku) => ({ sku: sku.id, warehouse: sku.warehouseId, stock: sku.stock, low: sku.lowStock })),
  )
}

async function loadRecommendations(client: pg.Client): Promise<void> {
  await insertRows(
    client,
    `insert into recommendation_slots (id, slot, product_id, community_id, position, enabled, version, created_at,
       updated_at)
     select id, slot, product, null, position, true, 1, $2, $2
     from jsonb_to_recordset($1) as row (id uuid, slot text, product uuid, position integer)
     on conflict do nothing`,
    recommendations.map(({ id, slot, productId, position }) => ({ id, slot, product: productId, position })),
  )
}

/** What product-service derives when it saves a product; only rows that were never derived. */
async function deriveSearchAndPrices(client: pg.Client): Promise<void> {
  await client.query(
    `update products product
     set min_price_fen = range.low, max_price_fen = range.high,
         search_terms = search_terms_of(concat_ws(' ', product.name, product.subtitle, product.origin, range.specs, (
           select string_agg(category.name, ' ') from categories own
           join categories category on category.id::text = any(string_to_array(own.path, '/'))
           where own.id = product.category_id)))
     from (select product_id, min(price_fen) as low, max(price_fen) as high, string_agg(spec_text, ' ') as specs
           from skus where enabled group by product_id) range
     where range.product_id = product.id and product.search_terms = '{}'`,
  )
}

/** @param sql reads the rows as `$1`, and when they are said to have been made as `$2`. */
async function insertRows(client: pg.Client, sql: string, rows: readonly object[]): Promise<void> {
  await client.query(sql, [JSON.stringify(rows), AT])
}
