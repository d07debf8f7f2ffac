import { newId } from '@linli/core'
import { columns, fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { OrderErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { CART_LIMIT, type CartItem } from './cart.ts'

const CART_ITEM = columns(Prisma.CartItemScalarFieldEnum)

/** Newest first. */
export async function listCart(sql: Sql, userId: string): Promise<CartItem[]> {
  const rows =
    await sql`select ${CART_ITEM} from cart_items where user_id = ${userId} order by updated_at desc, id desc`
  return rows.map((row) => fromColumns<CartItem>(row))
}

export type NewItem = Pick<
  CartItem,
  'userId' | 'merchantId' | 'productId' | 'skuId' | 'qty' | 'priceFen' | 'selected'
> & {
  /** The most that may be in the cart of this SKU now. */
  readonly maxQty: number
}

/** Adds to what is there, up to `maxQty`. @throws CART_FULL */
export async function addItem(work: Work, item: NewItem): Promise<CartItem> {
  await work.sql`select pg_advisory_xact_lock(hashtextextended(${item.userId}, 1))` // counts and inserts as one step
  const [row] = await work.sql`
    insert into cart_items (id, user_id, merchant_id, product_id, sku_id, qty, selected, price_fen, created_at, updated_at)
    values (${newId(work.now)}, ${item.userId}, ${item.merchantId}, ${item.productId}, ${item.skuId}, ${item.qty},
            ${item.selected}, ${item.priceFen}, ${work.now}, ${work.now})
    on conflict (user_id, sku_id) do update
      set qty = least(cart_items.qty + excluded.qty, ${item.maxQty}), selected = excluded.selected,
          price_fen = excluded.price_fen,
          updated_at = excluded.updated_at
    returning ${CART_ITEM}`
  const [count] = await work.sql<{
    n: number
  }>`select count(*) as n from cart_items where user_id = ${item.userId}`
  if (!row || (count?.n ?? 0) > CART_LIMIT) throw OrderErrors.CART_FULL({ limit: CART_LIMIT })
  return fromColumns<CartItem>(row)
}

export type ItemPatch = { readonly qty?: number | undefined; readonly selected?: boolean | undefined }

/** @throws CART_ITEM_NOT_FOUND, also for another user's item */
export async function updateItem(
  work: Work,
  { id, userId }: { id: string; userId: string },
  patch: ItemPatch,
): Promise<CartItem> {
  const [row] = await work.sql`
    update cart_items set qty = coalesce(${patch.qty ?? null}, qty), selected = coalesce(${patch.selected ?? null}, selected),
      updated_at = ${work.now}
    where id = ${id} and user_id = ${userId} returning ${CART_ITEM}`
  if (!row) throw OrderErrors.CART_ITEM_NOT_FOUND()
  return fromColumns<CartItem>(row)
}

export async function removeItem(work: Work, { id, userId }: { id: string; userId: string }): Promise<void> {
  const gone = await work.sql`delete from cart_items where id = ${id} and user_id = ${userId} returning id`
  if (gone.length === 0) throw OrderErrors.CART_ITEM_NOT_FOUND()
}

/** Selects exactly these items of the user. */
export async function selectItems(work: Work, userId: string, ids: readonly string[]): Promise<void> {
  await work.sql`update cart_items set selected = (id = any(${ids}::uuid[])) where user_id = ${userId}`
}

type Ordered = { readonly userId: string; readonly lines: readonly { readonly skuId: string }[] }

/** What was ordered leaves the cart. */
export async function clearOrdered(work: Work, { userId, lines }: Ordered): Promise<void> {
  await work.sql`
    delete from cart_items where user_id = ${userId} and sku_id = any(${lines.map((line) => line.skuId)}::uuid[])`
}

export async function removeItems({ sql }: Work, userId: string): Promise<void> {
  await sql`delete from cart_items where user_id = ${userId}`
}
