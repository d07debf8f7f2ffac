import type { ReadOnly, Sql } from '@linli/events'
import type { DeliveryMode, StorageType } from '@linli/proto/product'
import type { Work } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts'
import type {
  Actor,
  PriceChange,
  Product,
  ProductContent,
  ProductEvent,
  ProductStatus,
  Sku,
  Spec,
} from './product.ts'

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

const WITH_SKUS = {
  category: true,
  skus: { orderBy: [{ sort: 'asc' }, { id: 'asc' }] },
} satisfies Prisma.ProductInclude

type Row = Prisma.ProductGetPayload<{ include: typeof WITH_SKUS }>
type Db = Pick<ReadOnly<PrismaClient>, 'product'>

/** @param merchantId another merchant's product is not found. */
export async function findProduct(db: Db, id: string, merchantId?: string): Promise<Product | undefined> {
  const row = await db.product.findFirst({
    where: { id, ...(merchantId !== undefined && { merchantId }) },
    include: WITH_SKUS,
  })
  return row ? toProduct(row) : undefined
}

/** @throws PRODUCT_NOT_FOUND */
export async function lockProduct(work: Work, id: string, merchantId?: string): Promise<Product> {
  await work.sql`select 1 from products where id = ${id} for update`
  const product = await findProduct(work.db, id, merchantId)
  if (!product) throw ProductErrors.PRODUCT_NOT_FOUND({ productId: id })
  return product
}

function toProduct({ category, skus, ...row }: Row): Product {
  return {
    ...row,
    storageType: row.storageType as Product['storageType'],
    deliveryModes: row.deliveryModes as Product['deliveryModes'][number][],
    status: row.status as ProductStatus,
    categoryPath: category.path,
    skus: skus.map((sku) => ({ ...sku, specs: sku.specs as Spec[] })),
  }
}

export async function insertProduct(work: Work, product: Product): Promise<void> {
  const { skus, categoryPath: _, ...row } = product
  await work.db.product.create({
    data: {
      ...columnsOf(row),
      id: row.id,
      merchantId: row.merchantId,
      status: row.status,
      sales7d: 0,
      salesTotal: 0,
      minPriceFen: 0,
      maxPriceFen: 0,
      searchTerms: [],
      version: row.version,
      createdAt: work.now,
      updatedAt: work.now,
    },
  })
  for (const [index, sku] of skus.entries()) await insertSku(work, product.id, { ...sku, sort: index + 1 })
  await refreshDerived(work, product.id)
}

/** Content, status and schedule; SKUs by `saveSkus`. */
export async function saveProduct(work: Work, product: Product): Promise<void> {
  const { id, status, onSaleAt, offSaleAt, publishedAt, version } = product
  await work.db.product.update({
    where: { id },
    data: { ...columnsOf(product), status, onSaleAt, offSaleAt, publishedAt, version, updatedAt: work.now },
  })
  await refreshDerived(work, id)
}

function columnsOf(content: ProductContent) {
  const {
    categoryId,
    name,
    subtitle,
    origin,
    storageType,
    shelfLifeHours,
    fresh,
    unit,
    video,
    detailHtml,
    sort,
  } = content
  return {
    ...{
      categoryId,
      name,
      subtitle,
      origin,
      storageType,
      shelfLifeHours,
      fresh,
      unit,
      video,
      detailHtml,
      sort,
    },
    allergens: [...content.allergens],
    deliveryModes: [...content.deliveryModes],
    images: [...content.images],
    tags: [...content.tags],
  }
}

export async function insertSku(work: Work, productId: string, sku: Sku & { sort: number }): Promise<void> {
  const { specs, ...row } = sku
  const at = { createdAt: work.now, updatedAt: work.now }
  await work.db.sku.create({ data: { ...row, specs: [...specs], productId, ...at } })
}

export async function saveSku(work: Work, sku: Sku & { sort: number }): Promise<void> {
  const { id, specs, ...row } = sku
  await work.db.sku.update({ where: { id }, data: { ...row, specs: [...specs], updatedAt: work.now } })
}

/** Price range and search terms follow from the rest of the row and its enabled SKUs. */
async function refreshDerived(work: Work, id: string): Promise<void> {
  await work.sql`
    update products product
    set min_price_fen = coalesce(range.low, 0), max_price_fen = coalesce(range.high, 0),
        search_terms = search_terms_of(concat_ws(' ', product.name, product.subtitle, product.origin, range.specs, (
          select string_agg(category.name, ' ') from categories own
          join categories category on category.id::text = any(string_to_array(own.path, '/'))
          where own.id = product.category_id)))
    from (select min(price_fen) as low, max(price_fen) as high, string_agg(spec_text, ' ') as specs
          from skus where product_id = ${id} and enabled) range
    where product.id = ${id}`
}

export type Step = {
  readonly from: ProductStatus | null
  readonly event: ProductEvent | 'create'
  readonly to: ProductStatus
  readonly actor: Actor
  readonly reason: string
}

export async function recordStep(
  work: Work,
  productId: string,
  { from, event, to, actor, reason }: Step,
): Promise<void> {
  const step = { fromStatus: from, event, toStatus: to, actorType: actor.type, actorId: actor.id, reason }
  await work.db.productHistory.create({ data: { productId, ...step, at: work.now } })
}

export async function recordPriceChanges(
  work: Work,
  changes: readonly PriceChange[],
  actor: Actor,
): Promise<void> {
  const by = { actorType: actor.type, actorId: actor.id, at: work.now }
  const data = changes.map(({ skuId, oldFen, newFen }) => ({ skuId, oldFen, newFen, ...by }))
  if (data.length > 0) await work.db.priceChange.createMany({ data })
}

/** True while an order that is not finished holds or waits for it. */
export async function isOrdered(work: Work, productId: string): Promise<boolean> {
  const rows = await work.sql`
    select 1 from reservations reservation join reservation_lines line using (order_id)
    where reservation.status in ('RESERVED', 'COMMITTED') and line.product_id = ${productId} limit 1`
  return rows.length > 0
}

/** True when products may hang there: it exists and has no children. */
export async function isLeafCategory(work: Work, categoryId: string): Promise<boolean | undefined> {
  const category = await work.db.category.findUnique({
    where: { id: categoryId },
    include: { categories: true },
  })
  return category ? category.categories.length === 0 : undefined
}

export type ProductFilter = {
  readonly merchantId?: string | undefined
  readonly status?: ProductStatus | undefined
  readonly keyword?: string | undefined
  readonly categoryId?: string | undefined
  readonly page: number
  readonly pageSize: number
}

export type ProductRow = ProductHead & {
  readonly skuCount: number
  readonly onHand: number
  readonly updatedAt: Date
}

/** For the desks of merchants and administrators. */
export async function listProductRows(
  sql: Sql,
  filter: ProductFilter,
): Promise<{ items: ProductRow[]; total: number }> {
  const { merchantId, status, keyword, categoryId, page, pageSize } = filter
  const rows = await sql<ProductRow & { total: number }>`
    select product.id, product.merchant_id as "merchantId", product.name, product.subtitle, product.images[1] as image,
           category.path as "categoryPath", product.status, product.storage_type as "storageType",
           product.delivery_modes as "deliveryModes", product.min_price_fen as "minPriceFen",
           product.max_price_fen as "maxPriceFen", product.version, product.updated_at as "updatedAt",
           (select count(*)::integer from skus sku where sku.product_id = product.id and sku.enabled) as "skuCount",
           (select coalesce(sum(level.on_hand), 0) from inventories level
              join skus sku on sku.id = level.sku_id where sku.product_id = product.id) as "onHand",
           count(*) over () as total
    from products product join categories category on category.id = product.category_id
    where (${merchantId ?? null}::uuid is null or product.merchant_id = ${merchantId ?? null}::uuid)
      and (${status ?? null}::text is null and product.status <> 'RECYCLED' or product.status = ${status ?? null}::text)
      and (${keyword ?? null}::text is null or product.search_terms @> search_query_of(${keyword ?? null}))
      and (${categoryId ?? null}::text is null
           or ${categoryId ?? null}::text = any(string_to_array(category.path, '/')))
    order by product.updated_at desc, product.id limit ${pageSize} offset ${(page - 1) * pageSize}`
  return { items: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 }
}

/** Products whose scheduled hour has come, with what is to happen to them. */
export async function dueProducts(
  sql: Sql,
  now: Date,
  limit: number,
): Promise<{ id: string; event: 'putOn' | 'takeOff' }[]> {
  return sql`
    select id, case when status = 'ON_SALE' then 'takeOff' else 'putOn' end as event from products
    where (status = 'OFF_SALE' and on_sale_at <= ${now}) or (status = 'ON_SALE' and off_sale_at <= ${now})
    order by id limit ${limit}`
}

/**
 * Counts the net sales of the days since `since` from the ledger, then each product's week and total.
 * @returns products whose numbers changed.
 */
export async function refreshSales(work: Work, since: { from: Date; weekBegins: string }): Promise<number> {
  await work.sql`
    insert into product_sales (product_id, day, qty)
    select sku.product_id, (moved.at at time zone 'Asia/Shanghai')::date,
           sum(case moved.type when 'COMMIT' then moved.qty else -moved.qty end)
    from stock_movements moved join skus sku on sku.id = moved.sku_id
    where moved.type in ('COMMIT', 'RESTOCK') and moved.at >= ${since.from}
    group by 1, 2
    on conflict (product_id, day) do update set qty = excluded.qty where product_sales.qty <> excluded.qty`
  const rows = await work.sql`
    with sold as (
      select product_id, greatest(0, sum(qty)) as total,
             greatest(0, coalesce(sum(qty) filter (where day >= ${since.weekBegins}::date), 0)) as week
      from product_sales group by product_id
    )
    update products product set sales_7d = sold.week, sales_total = sold.total
    from sold
    where sold.product_id = product.id
      and (product.sales_7d, product.sales_total) is distinct from (sold.week, sold.total)
    returning product.id`
  return rows.length
}
