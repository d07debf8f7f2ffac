/** The parts of the services' views that a customer of the shop looks at; the whole is in services/<name>/openapi.json. */
export type Session = {
  readonly token: string
  readonly refreshToken: string
}

export type Buyer = Session & { readonly userId: string; readonly openid: string }

export type StaffMember = Session & {
  readonly id: string
  readonly merchantId: string | undefined
  readonly permissions: readonly string[]
}

export type Sku = {
  readonly skuId: string
  readonly productId: string
  readonly name: string
  readonly priceFen: number
}

export type OrderStatus =
  | 'CREATED'
  | 'PENDING_PAYMENT'
  | 'GROUPING'
  | 'PREPARING'
  | 'DELIVERING'
  | 'READY_FOR_PICKUP'
  | 'COMPLETED'
  | 'CLOSED'

export type Line = {
  readonly id: string
  readonly skuId: string
  readonly qty: number
  readonly payableFen: number
  readonly pickedQty: number
}

export type Order = {
  readonly id: string
  readonly orderNo: string
  readonly status: OrderStatus
  readonly paymentStatus: string
  readonly closing: boolean
  readonly closeReason: string | null
  readonly closeDetail: string | null
  readonly payableFen: number
  readonly lines: readonly Line[]
}

export type Settlement = {
  readonly totals: {
    readonly payableFen: number
    readonly couponDiscountFen: number
    readonly points: number
  }
  readonly couponId: string | null
  readonly coupons: readonly { readonly couponId: string; readonly usable: boolean }[]
  readonly slots: readonly { readonly slotId: string; readonly selectable: boolean }[]
  readonly degraded: readonly string[]
  readonly blockers: readonly {
    readonly kind: string
    readonly reason: string
    readonly skuId: string | null
    readonly message: string
  }[]
  readonly quoteToken: string | null
}

/** What `wx.requestPayment` is called with. */
export type Cashier = {
  readonly timeStamp: string
  readonly nonceStr: string
  readonly package: string
  readonly signType: string
  readonly paySign: string
}

export type Started = {
  readonly payment: { readonly id: string; readonly status: string; readonly amountFen: number }
  readonly cashier: Cashier
}

export type Paid = {
  readonly out_trade_no: string
  readonly transaction_id: string
  readonly notification_id: string
}
