import {
  Card,
  Countdown,
  Empty,
  List,
  Picture,
  Price,
  Tabs,
  Tap,
  usePages,
  useQuery,
  useRefresh,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useDidShow, useRouter } from '@tarojs/taro'
import { useRef, useState } from 'react'
import { api, type OrderItem } from '../../api'
import { NeedsLogin } from '../../components/needs-login'
import { Screen } from '../../components/screen'
import { go } from '../../routes'
import { useSignedIn } from '../../stores/session'
import { type Key, useT } from '../../words'
import { OrderActions } from '../order-actions'
import './index.scss'

const PAGE = 10
const SHOWN_PICTURES = 4
const TABS = [
  ['all', 'tabAll'],
  ['unpaid', 'tabUnpaid'],
  ['preparing', 'tabPreparing'],
  ['receiving', 'tabReceiving'],
  ['completed', 'tabCompleted'],
  ['closed', 'tabClosed'],
] as const satisfies readonly (readonly [string, Key])[]
type TabKey = (typeof TABS)[number][0]
const isTab = (value: string | undefined): value is TabKey => TABS.some(([key]) => key === value)

export default function Orders() {
  const t = useT()
  const { tab } = useRouter().params
  const [current, setCurrent] = useState<TabKey>(isTab(tab) ? tab : 'all')
  const signedIn = useSignedIn()
  const counters = useQuery(signedIn ? 'counters' : undefined, () => api.countOrders({}))
  const pages = usePages(signedIn ? current : undefined, (cursor) =>
    api.listOrders({ query: { tab: current, cursor, limit: PAGE } }),
  )
  const reload = (): Promise<unknown> => Promise.all([counters.reload(), pages.reload()])
  const shown = useRef(false)
  useDidShow(() => {
    if (shown.current) void reload()
    shown.current = true
  })
  useRefresh(() => reload())
  return (
    <Screen title={t('ordersTitle')}>
      <NeedsLogin>
        <Tabs
          tabs={TABS.map(([key, word]) => ({ key, label: t(word), count: countOf(key, counters.data) }))}
          current={current}
          onChange={setCurrent}
        />
        <List
          pages={pages}
          empty={
            <Empty
              icon='assignment'
              title={t('ordersEmpty')}
              note={t('ordersEmptyNote')}
              action={{ text: t('goShopping'), onTap: () => go('home') }}
            />
          }
          render={(order) => <OrderCard key={order.id} order={order} onChanged={() => void reload()} />}
        />
      </NeedsLogin>
    </Screen>
  )
}

type Counters = Awaited<ReturnType<typeof api.countOrders>>

function countOf(tab: TabKey, counters: Counters | undefined): number {
  return tab === 'all' || tab === 'closed' || tab === 'completed' ? 0 : (counters?.[tab] ?? 0)
}

function OrderCard({ order, onChanged }: { readonly order: OrderItem; readonly onChanged: () => void }) {
  const t = useT()
  const { id, merchantName, status, closing, lines, itemCount, payableFen, title, expireAt } = order
  return (
    <Card pad={false}>
      <Tap className='order' onTap={() => go('order', { id })}>
        <View className='ll-between'>
          <View className='ll-strong ll-line'>{merchantName}</View>
          <View className={`order__status order__status--${status}`}>
            {closing ? t('closing') : t(`status${status}`)}
          </View>
        </View>
        <View className='order__goods'>
          <View className='order__pictures'>
            {lines.slice(0, SHOWN_PICTURES).map((line) => (
              <Picture key={line.id} className='order__picture' src={line.imageUrl} alt={line.productName} />
            ))}
          </View>
          <View className='order__sum'>
            <Price fen={payableFen} plain />
            <View className='ll-muted'>{t('itemCount', { n: itemCount })}</View>
          </View>
        </View>
        <View className='ll-muted ll-line'>{title}</View>
      </Tap>
      <View className='order__foot'>
        {status === 'PENDING_PAYMENT' && (
          <View className='order__left'>
            <Countdown until={expireAt} onEnd={onChanged} />
          </View>
        )}
        <OrderActions order={order} brief onChanged={onChanged} />
      </View>
    </Card>
  )
}
