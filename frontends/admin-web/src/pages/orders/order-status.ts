/** In the order of life. */
export const ORDER_STATUSES = [
  'CREATED',
  'PENDING_PAYMENT',
  'GROUPING',
  'PREPARING',
  'DELIVERING',
  'READY_FOR_PICKUP',
  'COMPLETED',
  'CLOSED',
] as const

export type OrderStatus = (typeof ORDER_STATUSES)[number]
