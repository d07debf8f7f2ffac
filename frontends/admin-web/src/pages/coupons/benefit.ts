import { formatYuan } from '../../format/money.ts'
import { translate } from '../../i18n/index.ts'
import type { Template } from './coupon-form.ts'

const WHOLE_BP = 10_000
const BP_PER_TENTH = 1000 // 8.5 折
const BP_PER_CENT = 100 // 15% off

/** What a coupon gives, in a few words. */
export function benefitOf({
  type,
  thresholdFen,
  amountFen,
  discountBp,
}: Pick<Template, 'type' | 'thresholdFen' | 'amountFen' | 'discountBp'>): string {
  const amounts = { threshold: formatYuan(thresholdFen), amount: formatYuan(amountFen) }
  if (type === 'DISCOUNT')
    return translate('coupons.benefitDiscount', {
      discount: discountBp / BP_PER_TENTH,
      off: (WHOLE_BP - discountBp) / BP_PER_CENT,
    })
  if (type === 'FREE_DELIVERY') return translate('coupons.benefitDelivery')
  if (type === 'EXCHANGE') return translate('coupons.benefitExchange')
  return thresholdFen > 0
    ? translate('coupons.benefitThreshold', amounts)
    : translate('coupons.benefitCash', amounts)
}
