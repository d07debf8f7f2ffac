import { Button, dayName, Empty, Icon, money, Sheet, serverNow, shortDay, Tag, Tap } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import type { Settlement } from '../../api'
import { reasonText, useT } from '../../words'

type Slots = Settlement['slots']
type SlotSheetProps = {
  readonly visible: boolean
  readonly slots: Slots
  readonly current: string | undefined
  readonly onChoose: (slotId: string) => void
  readonly onClose: () => void
}

/** By day; what cannot be chosen says why. */
export function SlotSheet({ visible, slots, current, onChoose, onClose }: SlotSheetProps) {
  const t = useT()
  const days = [...new Set(slots.map(({ date }) => date))]
  return (
    <Sheet title={t('chooseSlot')} visible={visible} onClose={onClose}>
      {days.map((date) => (
        <View key={date}>
          <View className='pick__day'>{dayName(date, serverNow())}</View>
          {slots
            .filter((slot) => slot.date === date)
            .map(({ slotId, label, remaining, selectable, reason, surchargeFen }) => (
              <Tap
                key={slotId}
                className='pick'
                disabled={!selectable}
                selected={slotId === current}
                onTap={() => onChoose(slotId)}
              >
                <View className='ll-grow'>
                  <View className='ll-strong'>{label}</View>
                  <View className='ll-muted'>
                    {selectable ? t('slotLeft', { n: remaining }) : reasonText(reason, t)}
                  </View>
                </View>
                {surchargeFen > 0 && <Tag tone='amber'>{t('slotFee', { fee: money(surchargeFen) })}</Tag>}
                <Icon
                  name={slotId === current ? 'check-circle-filled' : 'circle'}
                  tone={slotId === current ? 'brand' : 'muted'}
                  size={22}
                />
              </Tap>
            ))}
        </View>
      ))}
    </Sheet>
  )
}

type CouponSheetProps = {
  readonly visible: boolean
  readonly coupons: Settlement['coupons']
  readonly current: string | null
  readonly onChoose: (couponId: string | null) => void
  readonly onMore: () => void
  readonly onClose: () => void
}

/** The usable first; every other one with what is missing. */
export function CouponSheet({ visible, coupons, current, onChoose, onMore, onClose }: CouponSheetProps) {
  const t = useT()
  const sorted = [...coupons].sort((a, b) => Number(b.usable) - Number(a.usable))
  return (
    <Sheet
      title={t('coupon')}
      visible={visible}
      onClose={onClose}
      foot={
        <Button kind='plain' block onTap={() => onChoose(null)}>
          {t('couponUnused')}
        </Button>
      }
    >
      {sorted.length === 0 && (
        <Empty icon='coupon' title={t('couponNone')} action={{ text: t('couponsCentre'), onTap: onMore }} />
      )}
      {sorted.map(
        ({ couponId, name, usable, reason, missingFen, discountFen, feeDiscountFen, validUntil }) => (
          <Tap
            key={couponId}
            className='pick'
            disabled={!usable}
            selected={couponId === current}
            onTap={() => onChoose(couponId)}
          >
            <View className='ll-grow'>
              <View className='ll-strong'>{name}</View>
              <View className='ll-muted'>
                {usable
                  ? t('couponUntil', { date: shortDay(validUntil) })
                  : missingFen > 0
                    ? t('couponMissing', { amount: money(missingFen) })
                    : reasonText(reason, t)}
              </View>
            </View>
            {usable && <Tag tone='price'>{`-${money(discountFen + feeDiscountFen)}`}</Tag>}
            <Icon
              name={couponId === current ? 'check-circle-filled' : 'circle'}
              tone={couponId === current ? 'brand' : 'muted'}
              size={22}
            />
          </Tap>
        ),
      )}
    </Sheet>
  )
}
