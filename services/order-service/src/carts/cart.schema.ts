import { IdSchema } from '@linli/http'
import { type Static, Type } from 'typebox'
import { groupByMerchant, type LiveItem } from './cart.ts'

const Fen = Type.Integer({ description: 'fen' })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

export const CartQuery = Type.Object({ communityId: IdSchema }, { additionalProperties: false })

const CartItemView = Type.Object(
  {
    id: IdSchema,
    skuId: IdSchema,
    productId: IdSchema,
    productName: Type.String(),
    specText: Type.String(),
    imageUrl: Type.String(),
    unit: Type.String(),
    qty: Type.Integer(),
    maxQty: Type.Integer(),
    selected: Type.Boolean(),
    priceFen: Fen,
    /** Above 0: dearer than when it was put in. */
    priceChangedFen: Fen,
    invalidReason: Nullable(Type.String()),
  },
  { title: 'CartItemView' },
)

export const CartView = Type.Object(
  {
    groups: Type.Array(
      Type.Object({ merchantId: IdSchema, merchantName: Type.String(), items: Type.Array(CartItemView) }),
    ),
    /** Kept visible, with the reason. */
    invalidItems: Type.Array(CartItemView),
    itemCount: Type.Integer(),
    selectedFen: Fen,
  },
  { title: 'CartView' },
)

const toItemView = (item: LiveItem): Static<typeof CartItemView> => ({
  id: item.id,
  skuId: item.skuId,
  productId: item.productId,
  productName: item.sku?.productName ?? '',
  specText: item.sku?.specText ?? '',
  imageUrl: item.sku?.imageUrl ?? '',
  unit: item.sku?.unit ?? '',
  qty: item.qty,
  maxQty: item.maxQty,
  selected: item.selected,
  priceFen: item.sku?.priceFen ?? item.priceFen,
  priceChangedFen: item.priceChangedFen,
  invalidReason: item.invalidReason ?? null,
})

/** @param names of merchants by id; a name that could not be had is empty. */
export function toCartView(
  items: readonly LiveItem[],
  names: ReadonlyMap<string, string>,
): Static<typeof CartView> {
  const valid = items.filter((item) => item.maxQty > 0)
  return {
    groups: groupByMerchant(valid).map((group) => ({
      ...group,
      merchantName: names.get(group.merchantId) ?? '',
      items: group.items.map(toItemView),
    })),
    invalidItems: items.filter((item) => item.maxQty === 0).map(toItemView),
    itemCount: items.reduce((sum, item) => sum + item.qty, 0),
    selectedFen: valid
      .filter((item) => item.selected)
      .reduce((sum, item) => sum + (item.sku?.priceFen ?? 0) * Math.min(item.qty, item.maxQty), 0),
  }
}

const Qty = Type.Integer({ minimum: 1, maximum: 999 })

/** Several at once merge a guest's cart after log-in. */
export const AddItemsBody = Type.Object(
  {
    communityId: IdSchema,
    items: Type.Array(Type.Object({ skuId: IdSchema, qty: Qty }, { additionalProperties: false }), {
      minItems: 1,
      maxItems: 100,
    }),
  },
  { additionalProperties: false },
)

export const UpdateItemBody = Type.Object(
  { communityId: IdSchema, qty: Type.Optional(Qty), selected: Type.Optional(Type.Boolean()) },
  { additionalProperties: false, minProperties: 2 },
)

export const SelectionsBody = Type.Object(
  { communityId: IdSchema, itemIds: Type.Array(IdSchema, { maxItems: 100 }) },
  { additionalProperties: false },
)
