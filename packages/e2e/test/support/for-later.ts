/** Events that are told although nobody handles them yet, and who will (product.md §9.2, capabilities by their ids). */
export const unheard: Readonly<Record<string, string>> = {
  'user.v1.UserDisabled':
    'tokens end at once; coupons and points of a banned resident stay until somebody decides (U21)',
  'user.v1.MerchantSuspended': 'product takes the goods off sale, with onboarding (U13)',
  'product.v1.ProductPublished': 'carts, activities and the search index ask live until they are told (P18)',
  'product.v1.ProductUnpublished':
    'carts, activities and the search index ask live until they are told (P18)',
  'product.v1.ProductPriceChanged':
    'carts compare with the live price; activities will validate theirs (A10)',
  'product.v1.ProductUpdated': 'the search index will follow',
  'product.v1.StockReleased': 'order log and statistics (O30)',
  'product.v1.StockCommitted': 'order log and statistics (O30)',
  'product.v1.StockRestocked': 'order log and statistics (O30)',
  'payment.v1.PaymentFailed': 'the client sees the refusal itself; order logs it with statistics (O30)',
  'payment.v1.RefundFailed': 'after-sales of order-service (O16)',
  'payment.v1.RefundAbnormal': 'after-sales of order-service (O16)',
  'delivery.v1.SlotReleased': 'order log and statistics (O30)',
  'activity.v1.CouponUsed': 'a notice of message (M16)',
  'activity.v1.CouponReturned': 'a notice of message (M16)',
  'activity.v1.PromotionReleased': 'order log and statistics (O30)',
  'message.v1.MessageFailed': 'statistics of the console (M12)',
}

/** Events that are handled although nobody tells them yet, and who will. */
export const untold: Readonly<Record<string, string>> = {
  'order.v1.AftersaleApproved': 'after-sales of order-service (O16): payment refunds already',
  'order.v1.AftersaleGoodsReleased': 'after-sales of order-service (O16): product restocks already',
  'order.v1.AftersaleCompleted': 'after-sales of order-service (O16): coupons return already',
  'delivery.v1.DeliveryDispatched': 'couriers of delivery-service (D10, D11)',
  'delivery.v1.DeliveryDelivered': 'couriers of delivery-service (D11, D17)',
  'delivery.v1.PickupOverdue': 'overdue pickups of delivery-service (D16)',
}
