/** Which goods a coupon or a promotion is about. An empty list of ids matches nothing. */
export type Scope =
  | { readonly kind: 'ALL' }
  | {
      readonly kind: 'CATEGORY' | 'PRODUCT' | 'SKU' | 'COMMUNITY' | 'MERCHANT'
      readonly ids: readonly string[]
    }

export type Goods = {
  readonly skuId: string
  readonly productId: string
  readonly merchantId: string
  /** Root to leaf: a category holds everything below it. */
  readonly categoryIds: readonly string[]
}

/** What is funded or restricted by a merchant touches that merchant's goods alone. */
export type Reach = { readonly scope: Scope; readonly merchantId: string | null }

export function reaches({ scope, merchantId }: Reach, goods: Goods, communityId: string): boolean {
  return (merchantId === null || merchantId === goods.merchantId) && within(scope, goods, communityId)
}

function within(scope: Scope, goods: Goods, communityId: string): boolean {
  switch (scope.kind) {
    case 'ALL':
      return true
    case 'CATEGORY':
      return goods.categoryIds.some((id) => scope.ids.includes(id))
    case 'PRODUCT':
      return scope.ids.includes(goods.productId)
    case 'SKU':
      return scope.ids.includes(goods.skuId)
    case 'COMMUNITY':
      return scope.ids.includes(communityId)
    case 'MERCHANT':
      return scope.ids.includes(goods.merchantId)
  }
}
