import { money } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import type { Coupon, CouponTemplate } from '../../api'
import { worthText } from '../../components/worth'
import { useT } from '../../words'

type CouponCardProps = {
  readonly coupon: Coupon | CouponTemplate
  readonly note: string
  readonly faded: boolean
  readonly children: ReactNode
}

/** What it is worth on the left, for what and until when, and what to do with it. */
export function CouponCard({ coupon, note, faded, children }: CouponCardProps) {
  const t = useT()
  const { name, scopeText, thresholdFen } = coupon
  return (
    <View className={`ll-card coupon ${faded ? 'coupon--faded' : ''}`}>
      <View className='coupon__worth'>
        <View className='coupon__amount'>{worthText(coupon, t)}</View>
        <View className='coupon__over'>
          {thresholdFen > 0 ? t('couponOver', { amount: money(thresholdFen) }) : t('couponAny')}
        </View>
      </View>
      <View className='coupon__text'>
        <View className='ll-strong ll-line'>{name}</View>
        <View className='ll-muted'>{scopeText}</View>
        <View className='ll-muted'>{note}</View>
        <View className='coupon__do'>{children}</View>
      </View>
    </View>
  )
}
