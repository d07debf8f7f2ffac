import type { Sql } from '@linli/events'
import type { ListedProduct, Listing } from './listing.ts'

/**
 * What is on sale in a community (P06): products with a SKU that the first warehouse of the community which holds it
 * can deliver. Sorted by a rank that is ascending for every sort, then by id.
 */
export async function listProducts(sql: Sql, listing: Listing): Promise<ListedProduct[]> {
  const {
    communityId,
    categoryId,
    keyword,
    tag,
    minPriceFen,
    maxPriceFen,
    inStock,
    productIds,
    sort,
    limit,
    after,
  } = listing
  return sql<ListedProduct>`
    select * from (
      select product.id, product.name, product.subtitle, product.images[1] as image, product.unit, product.tags,
             product.category_id as "categoryId", product.fresh, offer.price_fen as "priceFen",
             offer.market_price_fen as "marketPriceFen", offer.sku_id as "skuId", offer.spec_text as "specText",
             offer.sku_count as "skuCount", offer.in_stock as "inStock", product.sales_total as sales,
             case ${sort}::text
               when 'sales' then -product.sales_7d
               when 'price_asc' then offer.price_fen
               when 'price_desc' then -offer.price_fen
               when 'new' then -floor(extract(epoch from coalesce(product.published_at, product.created_at)) * 1000)
               else product.sort
             end::float8 as rank
      from products product
      join categories category on category.id = product.category_id
      cross join lateral (
        select (array_agg(sku.id order by sku.price_fen, sku.sort, sku.id))[1] as sku_id,
               (array_agg(sku.spec_text order by sku.price_fen, sku.sort, sku.id))[1] as spec_text,
               (array_agg(sku.market_price_fen order by sku.price_fen, sku.sort, sku.id))[1] as market_price_fen,
               min(sku.price_fen) as price_fen, count(*)::integer as sku_count,
               bool_or(level.available >= sku.stock_factor) as in_stock
        from skus sku
        cross join lateral (
          select stock.on_hand - stock.reserved as available
          from warehouse_regions region
          join warehouses warehouse on warehouse.id = region.warehouse_id and warehouse.enabled
          join inventories stock on stock.warehouse_id = region.warehouse_id and stock.sku_id = sku.id
          where region.community_id = ${communityId} order by region.priority limit 1
        ) level
        where sku.product_id = product.id and sku.enabled
      ) offer
      where product.status = 'ON_SALE' and offer.sku_count > 0
        and (${categoryId}::text is null or ${categoryId}::text = any(string_to_array(category.path, '/')))
        and (${keyword}::text is null or (product.search_terms @> search_query_of(${keyword})
             and search_query_of(${keyword}) <> '{}'))
        and (${tag}::text is null or ${tag}::text = any(product.tags))
        and (${minPriceFen}::integer is null or offer.price_fen >= ${minPriceFen}::integer)
        and (${maxPriceFen}::integer is null or offer.price_fen <= ${maxPriceFen}::integer)
        and (${productIds}::uuid[] is null or product.id = any(${productIds}::uuid[]))
        and (not ${inStock}::boolean or offer.in_stock)
    ) listed
    where ${after?.rank ?? null}::float8 is null or (rank, id) > (${after?.rank ?? null}::float8, ${after?.id ?? null}::uuid)
    order by rank, id limit ${limit}`
}

/** False: nobody delivers there (P06). */
export async function isServed(sql: Sql, communityId: string): Promise<boolean> {
  const rows = await sql`
    select 1 from warehouse_regions region
    join warehouses warehouse on warehouse.id = region.warehouse_id and warehouse.enabled
    where region.community_id = ${communityId} limit 1`
  return rows.length > 0
}
