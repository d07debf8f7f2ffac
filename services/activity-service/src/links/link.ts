const ID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

/**
 * Where a tap may lead: a product, a category, the coupon centre, the answers to a search, or nowhere. A picture that
 * leads out of the mini-program cannot be written down (product.md A03).
 */
export const LINK_PATTERN = `^(|/products/${ID}|/categories/${ID}|/coupons|/searches/[^/?#\\s]{1,40})$`
