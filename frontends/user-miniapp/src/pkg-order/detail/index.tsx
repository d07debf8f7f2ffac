import {
  ActionBar,
  Card,
  Countdown,
  dateTime,
  ErrorView,
  Icon,
  money,
  Picture,
  Price,
  Row,
  SkeletonRows,
  Tag,
  Tap,
  toast,
  useAction,
  useQuery,
  useRefresh,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import Taro, { useDidShow, useRouter } from '@tarojs/taro'
import { type ReactNode, useRef } from 'react'
import { api, type Order, type TimelineEntry } from '../../api'
import { Screen } from '../../components/screen'
import { useSubscription } from '../../components/use-subscription'
import { go } from '../../routes'
import { type Key, useT } from '../../words'
import { OrderActions } from '../order-actions'
import './index.scss'

export default function Detail() {
  const t = useT()
  const { id = '' } = useRouter().params
  const query = useQuery(id, async () => {
    const [order, timeline] = await Promise.all([
      api.getOrder({ path: { id } }),
      api.getOrderTimeline({ path: { id } }),
    ])
    return { order, timeline }
  })
  const shown = useRef(false)
  useDidShow(() => {
    if (shown.current) void query.reload()
    shown.current = true
  })
  useRefresh(() => query.reload())
  if (!query.data)
    return (
      <Screen title={t('orderTitle')}>
        {query.failure ? (
          <ErrorView failure={query.failure} onRetry={() => void query.reload()} />
        ) : (
          <SkeletonRows rows={3} />
        )}
      </Screen>
    )
  const { order, timeline } = query.data
  const reload = (): void => void query.reload()
  return (
    <Screen title={t('orderTitle')} bar>
      <State order={order} onEnd={reload} />
      <Place order={order} />
      <Goods order={order} />
      <Sums order={order} />
      <Timeline entries={timeline} />
      <Facts order={order} />
      <Arrival order={order} />
      <ActionBar>
        <View className='detail-bar'>
          <OrderActions order={order} onChanged={reload} />
        </View>
      </ActionBar>
    </Screen>
  )
}

function State({ order, onEnd }: { readonly order: Order; readonly onEnd: () => void }) {
  const t = useT()
  const { status, closing, closeDetail, expireAt } = order
  const hint = (): ReactNode => {
    if (closing) return t('closeREFUND')
    if (status === 'CLOSED') return closeDetail ?? t('hintCLOSED')
    if (status !== 'PENDING_PAYMENT') return t(`hint${status}` as Key)
    const [before, after] = t('hintPENDING_PAYMENT').split('{left}')
    return (
      <>
        {before}
        <Countdown until={expireAt} onEnd={onEnd} />
        {after}
      </>
    )
  }
  return (
    <View className='state'>
      <View className='state__title'>{closing ? t('closing') : t(`status${status}`)}</View>
      <View className='state__hint'>{hint()}</View>
    </View>
  )
}

function Place({ order }: { readonly order: Order }) {
  const { mode, pickupPointName, slotLabel, recipient, communityName } = order
  return (
    <Card pad={false}>
      {mode === 'SELF_PICKUP' ? (
        <Row icon='shop' title={pickupPointName ?? communityName} note={slotLabel ?? ''} />
      ) : (
        <Row
          icon='location'
          title={`${recipient?.name ?? ''} ${recipient?.phone ?? ''}`}
          note={recipient?.address ?? ''}
        />
      )}
      {mode !== 'SELF_PICKUP' && slotLabel !== null && <Row icon='time' title={slotLabel} />}
    </Card>
  )
}

function Goods({ order }: { readonly order: Order }) {
  const t = useT()
  return (
    <Card pad={false}>
      {order.lines.map(
        ({ id, productId, productName, specText, imageUrl, qty, unitPriceFen, pickedQty, refundedQty }) => (
          <Tap key={id} className='line' onTap={() => go('product', { id: productId })}>
            <Picture className='line__picture' src={imageUrl} alt='' />
            <View className='ll-grow'>
              <View className='ll-strong ll-line'>{productName}</View>
              <View className='ll-inline line__spec'>
                {specText}
                {pickedQty > 0 && <Tag tone='brand'>{t('linePicked', { n: pickedQty })}</Tag>}
                {refundedQty > 0 && <Tag tone='amber'>{t('lineRefunded', { n: refundedQty })}</Tag>}
              </View>
              <View className='line__foot'>
                <Price fen={unitPriceFen} size='sm' plain />
                <View className='ll-muted'>×{qty}</View>
              </View>
            </View>
          </Tap>
        ),
      )}
    </Card>
  )
}

function Sums({ order }: { readonly order: Order }) {
  const t = useT()
  const sums: readonly (readonly [string, number])[] = [
    [t('sumGoods'), order.goodsFen],
    [t('sumDiscount'), -order.discountFen],
    [t('coupon'), -order.couponDiscountFen],
    [t('points'), -order.pointsDiscountFen],
    [t('sumFee'), order.feeFen - order.feeDiscountFen],
    [t('sumRefunded'), -order.refundedFen],
  ]
  return (
    <Card title={t('breakdown')}>
      {sums
        .filter(([, fen], index) => index === 0 || fen !== 0)
        .map(([label, fen]) => (
          <View key={label} className='sum ll-between'>
            <View>{label}</View>
            <View>{money(fen)}</View>
          </View>
        ))}
      <View className='sum sum--all ll-between'>
        <View>{t('payable')}</View>
        <Price fen={order.payableFen} />
      </View>
    </Card>
  )
}

/** The newest first: that is what one wants to know. */
function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  const t = useT()
  return (
    <Card title={t('timeline')}>
      {[...entries].reverse().map(({ event, text, at }, index) => (
        <View key={`${event}${at}`} className={`step ${index === 0 ? 'step--now' : ''}`}>
          <View className='step__dot' />
          <View className='ll-grow'>
            <View>{text}</View>
            <View className='ll-muted'>{dateTime(at)}</View>
          </View>
        </View>
      ))}
    </Card>
  )
}

const AWAITED: readonly Order['status'][] = ['PREPARING', 'DELIVERING']

/** WeChat lets us say once that the goods are there, when one wants to be told. */
function Arrival({ order }: { readonly order: Order }) {
  const t = useT()
  const subscription = useSubscription('ORDER_DETAIL')
  const { run } = useAction(() => subscription.ask())
  if (!subscription.offered || !AWAITED.includes(order.status)) return null
  return (
    <Card pad={false}>
      <Row icon='notification' title={t('subscribeAsk')} onTap={() => void run()} />
    </Card>
  )
}

function Facts({ order }: { readonly order: Order }) {
  const t = useT()
  const copy = (): void =>
    void Taro.setClipboardData({ data: order.orderNo, success: () => toast(t('copied')) })
  return (
    <Card pad={false}>
      <View className='ll-row'>
        <View className='ll-row__main'>{t('orderNo')}</View>
        <View className='ll-row__value'>{order.orderNo}</View>
        <Tap className='copy' label={t('copy')} onTap={copy}>
          <Icon name='copy' tone='brand' size={18} />
        </Tap>
      </View>
      <Row title={t('orderedAt')} value={dateTime(order.createdAt)} />
      {order.paidAt !== null && <Row title={t('paidAt')} value={dateTime(order.paidAt)} />}
      {order.remark !== '' && <Row title={t('remark')} value={order.remark} />}
    </Card>
  )
}
