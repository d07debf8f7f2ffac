import { money } from '@linli/mini-ui'
import type { useT } from '../words'

const BASIS_POINTS = 10_000

/** What of a coupon says how much it is worth. */
export type Worth = { readonly type: string; readonly amountFen: number; readonly discountBp: number }

/** The large figures of a coupon: `¥8`, `8.5 折`, `免运费`. */
export function worthText({ type, amountFen, discountBp }: Worth, t: ReturnType<typeof useT>): string {
  if (type === 'DISCOUNT')
    return t('couponFold', { n: discountBp / (BASIS_POINTS / 10), off: (BASIS_POINTS - discountBp) / 100 })
  if (type === 'FREE_DELIVERY') return t('couponFree')
  if (type === 'EXCHANGE') return t('couponGift')
  return amountFen % 100 === 0 ? `¥${amountFen / 100}` : money(amountFen)
}
