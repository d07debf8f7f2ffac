export type Cashier = {
  readonly timeStamp: string
  readonly nonceStr: string
  readonly package: string
  readonly signType: 'RSA'
  readonly paySign: string
}

export type Bill = { readonly cashier: Cashier; readonly orderId: string; readonly amountFen: number }

/** How the person left the cashier; whether money moved only the server knows. */
export type Outcome = 'paid' | 'cancelled' | 'failed'

export type Point = { readonly lng: number; readonly lat: number }

export type WechatAddress = {
  readonly recipientName: string
  readonly phone: string
  readonly province: string
  readonly city: string
  readonly district: string
  readonly detail: string
}

/** A place chosen on WeChat's map; `address` names it as a person would. */
export type MapPlace = Point & { readonly name: string; readonly address: string }
