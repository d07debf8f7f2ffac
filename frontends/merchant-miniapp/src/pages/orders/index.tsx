import {
  Card,
  Empty,
  friendlyTime,
  List,
  Price,
  serverNow,
  Tabs,
  Tag,
  Tap,
  usePages,
  useRefresh,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useDidShow } from '@tarojs/taro'
import { useRef, useState } from 'react'
import { api, type OrderItem } from '../../api'
import { NeedsLogin } from '../../components/needs-login'
import { OrderActions } from '../../components/order-actions'
import { Screen } from '../../components/screen'
import { go } from '../../routes'
import { useDesk, useMay } from '../../stores/desk'
import { useWatch } from '../../stores/watch'
import { type Key, useT } from '../../words'
import './index.scss'

const PAGE = 20

type Filter = { readonly status: OrderItem['status']; readonly accepted?: boolean }
const TABS = {
  accept: { word: 'deskAccept', filter: { status: 'PREPARING', accepted: false } },
  prepare: { word: 'deskPrepare', filter: { status: 'PREPARING', accepted: true } },
  delivering: { word: 'deskDelivering', filter: { status: 'DELIVERING' } },
  ready: { word: 'deskReady', filter: { status: 'READY_FOR_PICKUP' } },
  done: { word: 'deskDone', filter: { status: 'COMPLETED' } },
  closed: { word: 'deskClosed', filter: { status: 'CLOSED' } },
} as const satisfies Record<string, { word: Key; filter: Filter }>
type TabKey = keyof typeof TABS
const KEYS = Object.keys(TABS) as TabKey[]

export default function Orders() {
  const t = useT()
  return (
    <Screen title={t('ordersTitle')} tab>
      <NeedsLogin>
        <Desk />
      </NeedsLogin>
    </Screen>
  )
}

function Desk() {
  const t = useT()
  const mayRead = useMay('order:read')
  const merchantId = useDesk(({ me }) => me?.merchantId)
  const { beat, waiting } = useWatch()
  const [current, setCurrent] = useState<TabKey>('accept')
  const { filter } = TABS[current]
  const pages = usePages(
    mayRead ? `${merchantId}/${current}/${current === 'accept' ? beat : ''}` : undefined,
    (cursor) => api.listMerchantOrders({ query: { ...filter, cursor, limit: PAGE } }),
  )
  const shown = useRef(false)
  useDidShow(() => {
    if (shown.current) void pages.reload()
    shown.current = true
  })
  useRefresh(() => pages.reload())
  if (!mayRead) return <Empty icon='lock-on' title={t('noRight')} note={t('noRightNote')} />
  return (
    <>
      <Tabs
        tabs={KEYS.map((key) => ({
          key,
          label: t(TABS[key].word),
          count: key === 'accept' ? waiting?.length : undefined,
        }))}
        current={current}
        onChange={setCurrent}
      />
      <List
        pages={pages}
        empty={<Empty icon='assignment' title={t('ordersEmpty')} note={t('ordersEmptyNote')} />}
        render={(order) => (
          <OrderCard
            key={order.id}
            order={order}
            accepted={current !== 'accept'}
            onChanged={() => pages.patch((items) => items.filter(({ id }) => id !== order.id))}
          />
        )}
      />
    </>
  )
}

type OrderCardProps = {
  readonly order: OrderItem
  readonly accepted: boolean
  readonly onChanged: () => void
}

function OrderCard({ order, accepted, onChanged }: OrderCardProps) {
  const t = useT()
  const {
    id,
    orderNo,
    status,
    closing,
    lines,
    itemCount,
    payableFen,
    createdAt,
    mode,
    pickupPointName,
    slotLabel,
  } = order
  return (
    <Card pad={false}>
      <Tap className='desk' onTap={() => go('order', id)}>
        <View className='ll-between'>
          <View className='ll-strong'>{orderNo.slice(-6)}</View>
          <View className={`desk__status desk__status--${status}`}>
            {closing ? t('closing') : t(`status${status}`)}
          </View>
        </View>
        <View className='ll-inline'>
          <Tag tone='brand'>{t(`mode${mode}` as Key)}</Tag>
          <View className='ll-muted ll-line ll-grow'>{pickupPointName ?? slotLabel}</View>
          <View className='ll-muted'>{friendlyTime(createdAt, serverNow())}</View>
        </View>
        <View className='desk__lines'>
          {lines.map((line) => (
            <View key={line.id} className='ll-between'>
              <View className='ll-line ll-grow'>
                {line.productName} <View className='desk__spec'>{line.specText}</View>
              </View>
              <View className='desk__qty'>×{line.qty}</View>
            </View>
          ))}
        </View>
        <View className='ll-between'>
          <View className='ll-muted'>{t('itemCount', { n: itemCount })}</View>
          <Price fen={payableFen} plain />
        </View>
      </Tap>
      <View className='foot'>
        <OrderActions order={order} accepted={accepted} onChanged={onChanged} />
      </View>
    </Card>
  )
}
