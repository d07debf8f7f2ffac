/** Events that are told although nobody handles them yet, and who will (product.md §9.2). */
export const unheard: Readonly<Record<string, string>> = {}

/** Events that are handled although nobody tells them yet, and who will. */
export const untold: Readonly<Record<string, string>> = {
  'order.v1.AftersaleApproved': 'after-sales of order-service (O16): payment refunds already',
  'order.v1.AftersaleGoodsReleased': 'after-sales of order-service (O16): product restocks already',
}
