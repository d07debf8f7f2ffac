import {
  ActionBar,
  Button,
  Card,
  Chip,
  dayName,
  Empty,
  ErrorView,
  money,
  Price,
  Row,
  SkeletonRows,
  Switch,
  serverNow,
  Textarea,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { Screen } from '../../components/screen'
import { go } from '../../routes'
import { usePlace } from '../../stores/place'
import { reasonText, useT } from '../../words'
import { Breakdown, Lines } from './breakdown'
import { Destination } from './destination'
import { CouponSheet, SlotSheet } from './sheets'
import { useSettlement } from './use-settlement'
import { useSubmit } from './use-submit'
import './index.scss'

export default function Checkout() {
  const t = useT()
  const { skuId, qty, merchantId } = useRouter().params
  const settling = useSettlement({ skuId, qty: Number(qty ?? 1), merchantId })
  const { choice, settlement, change } = settling
  const [remark, setRemark] = useState('')
  const [sheet, setSheet] = useState<'slot' | 'coupon'>()
  const { submit, pending } = useSubmit(settling, remark)
  const hasPoint = usePlace(({ place }) => place?.pickupPointId != null)
  if (!hasPoint)
    return (
      <Screen title={t('checkoutTitle')}>
        <Empty
          icon='map-location'
          title={t('homeChoose')}
          action={{ text: t('homeChooseAction'), onTap: () => go('place') }}
        />
      </Screen>
    )
  if (!settlement)
    return (
      <Screen title={t('checkoutTitle')}>
        {settling.failure ? (
          <ErrorView failure={settling.failure} onRetry={() => void settling.reload()} />
        ) : (
          <SkeletonRows rows={3} />
        )}
      </Screen>
    )
  const { totals, points, coupons, slots } = settlement
  const usable = coupons.filter((coupon) => coupon.usable)
  const coupon = coupons.find(({ couponId }) => couponId === settlement.couponId)
  const slot = slots.find(({ slotId }) => slotId === choice.slotId)
  const saving =
    totals.discountFen + totals.couponDiscountFen + totals.pointsDiscountFen + totals.feeDiscountFen
  return (
    <Screen title={t('checkoutTitle')} bar>
      <View className='checkout__modes'>
        <Chip
          selected={choice.mode === 'SELF_PICKUP'}
          onTap={() => change({ mode: 'SELF_PICKUP', slotId: undefined })}
        >
          {t('modePickup')}
        </Chip>
        <Chip selected={choice.mode === 'HOME'} onTap={() => change({ mode: 'HOME', slotId: undefined })}>
          {t('modeHome')}
        </Chip>
      </View>
      <Destination
        mode={choice.mode}
        pickupPoint={settlement.pickupPoint}
        addressId={choice.addressId}
        onAddress={(addressId) => change({ addressId })}
      />
      <Card pad={false}>
        <Row
          icon='time'
          title={t(choice.mode === 'SELF_PICKUP' ? 'slotOfPickup' : 'slot')}
          value={slot ? `${dayName(slot.date, serverNow())} ${slot.label}` : t('chooseSlot')}
          tone='strong'
          onTap={() => setSheet('slot')}
        />
      </Card>
      <Lines lines={settlement.lines} />
      <Card pad={false}>
        <Row
          icon='coupon'
          title={t('coupon')}
          value={
            coupon && totals.couponDiscountFen + totals.feeDiscountFen > 0
              ? `${coupon.name} -${money(totals.couponDiscountFen)}`
              : usable.length > 0
                ? t('couponUsable', { n: usable.length })
                : t('couponNone')
          }
          tone={coupon ? 'good' : 'plain'}
          onTap={() => setSheet('coupon')}
        />
        <Row
          icon='star'
          title={t('points')}
          note={
            points.usable
              ? t('pointsUse', { n: points.maxPoints, amount: money(points.maxDiscountFen) })
              : points.reason === null
                ? t('pointsOff')
                : reasonText(points.reason, t)
          }
          value={
            <Switch
              checked={choice.points > 0}
              label={t('points')}
              disabled={!points.usable && choice.points === 0}
              onChange={(on) => change({ points: on ? points.maxPoints : 0 })}
            />
          }
        />
      </Card>
      <Card title={t('remark')}>
        <Textarea
          value={remark}
          label={t('remark')}
          placeholder={t('remarkHint')}
          maxLength={100}
          onChange={setRemark}
        />
      </Card>
      <Breakdown settlement={settlement} />
      <ActionBar>
        <View className='ll-grow'>
          <Price fen={totals.payableFen} size='lg' />
          {saving > 0 && <View className='checkout__saving'>{t('savings', { amount: money(saving) })}</View>}
        </View>
        <Button size='large' loading={pending} disabled={!settling.fresh} onTap={() => void submit()}>
          {t('submit')}
        </Button>
      </ActionBar>
      <SlotSheet
        visible={sheet === 'slot'}
        slots={slots}
        current={choice.slotId}
        onClose={() => setSheet(undefined)}
        onChoose={(slotId) => {
          setSheet(undefined)
          change({ slotId })
        }}
      />
      <CouponSheet
        visible={sheet === 'coupon'}
        coupons={coupons}
        current={settlement.couponId}
        onClose={() => setSheet(undefined)}
        onMore={() => go('coupons', { tab: 'centre' })}
        onChoose={(couponId) => {
          setSheet(undefined)
          change({ couponId })
        }}
      />
    </Screen>
  )
}
