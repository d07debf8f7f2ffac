import type { Scope } from '../promotions/scope.ts'

const ID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

/**
 * Where a tap may lead: a product, a category, the coupon centre, the answers to a search, or nowhere. A picture that
 * leads out of the mini-program cannot be written down (product.md A03).
 */
export const LINK_PATTERN = `^(|/products/${ID}|/categories/${ID}|/coupons|/searches/[^/?#\\s]{1,40})$`

/** The goods a scope is about, where that is one page; nowhere when they are everything or several. */
export function linkOfScope(scope: Scope): string {
  if (scope.kind !== 'CATEGORY' && scope.kind !== 'PRODUCT') return ''
  const [id, ...others] = scope.ids
  if (id === undefined || others.length > 0) return ''
  return scope.kind === 'CATEGORY' ? `/categories/${id}` : `/products/${id}`
}
