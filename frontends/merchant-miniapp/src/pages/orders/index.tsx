import { Button, Empty, Icon, List, SearchBar, Tabs, Tap, usePages, useRefresh } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useDidShow } from '@tarojs/taro'
import { useEffect, useRef, useState } from 'react'
import { api, type OrderItem } from '../../api'
import { NeedsLogin } from '../../components/needs-login'
import { Screen } from '../../components/screen'
import { useDesk, useMay } from '../../stores/desk'
import { type DeskTab, useTabs } from '../../stores/desk-tab'
import { useWatch } from '../../stores/watch'
import { type Key, useT } from '../../words'
import { BatchBar } from './batch-bar'
import { countOf, FilterSheet, type Filters } from './filters'
import { OrderCard } from './order-card'
import './index.scss'

const PAGE = 20
const TYPING_MS = 300
/** The end of a number, as it is called out. */
const DIGITS = /^\d{4,32}$/

type Stage = { readonly status: OrderItem['status']; readonly accepted?: boolean }
const TABS = {
  accept: { word: 'deskAccept', stage: { status: 'PREPARING', accepted: false } },
  prepare: { word: 'deskPrepare', stage: { status: 'PREPARING', accepted: true } },
  delivering: { word: 'deskDelivering', stage: { status: 'DELIVERING' } },
  ready: { word: 'deskReady', stage: { status: 'READY_FOR_PICKUP' } },
  done: { word: 'deskDone', stage: { status: 'COMPLETED' } },
  closed: { word: 'deskClosed', stage: { status: 'CLOSED' } },
  unpaid: { word: 'deskUnpaid', stage: { status: 'PENDING_PAYMENT' } },
} as const satisfies Record<DeskTab, { word: Key; stage: Stage }>
const KEYS = Object.keys(TABS) as DeskTab[]
/** Where something is done for many at once. */
const BATCHED: readonly DeskTab[] = ['accept', 'prepare', 'delivering', 'ready']

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
  const mayPrice = useMay('order:price')
  const merchantId = useDesk(({ me }) => me?.merchantId)
  const { beat, waiting } = useWatch()
  const { desk: current, turn } = useTabs()
  const [filters, setFilters] = useState<Filters>({})
  const [filtering, setFiltering] = useState(false)
  const [text, setText] = useState('')
  const [orderNo, setOrderNo] = useState<string>()
  /** undefined: nobody is choosing. */
  const [pickedIds, setPickedIds] = useState<readonly string[]>()
  useEffect(() => {
    const timer = setTimeout(() => setOrderNo(DIGITS.test(text.trim()) ? text.trim() : undefined), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
  const query = { ...TABS[current].stage, ...filters, orderNo }
  const key = `${merchantId}/${JSON.stringify(query)}/${current === 'accept' ? beat : ''}`
  const pages = usePages(mayRead ? key : undefined, (cursor) =>
    api.listMerchantOrders({ query: { ...query, cursor, limit: PAGE } }),
  )
  const shown = useRef(false)
  useDidShow(() => {
    if (shown.current) void pages.reload()
    shown.current = true
  })
  useRefresh(() => pages.reload())
  if (!mayRead) return <Empty icon='lock-on' title={t('noRight')} note={t('noRightNote')} />
  const turnTo = (tab: DeskTab): void => {
    turn({ desk: tab })
    setPickedIds(undefined)
  }
  const pick = (id: string, on: boolean): void =>
    setPickedIds((old = []) => (on ? [...old, id] : old.filter((each) => each !== id)))
  const done = (): void => {
    setPickedIds(undefined)
    void pages.reload()
  }
  const filterCount = countOf(filters)
  return (
    <View className={pickedIds ? 'desk-batch' : ''}>
      <View className='desk-tools'>
        <View className='ll-grow'>
          <SearchBar value={text} placeholder={t('orderSearch')} onChange={setText} onSubmit={setText} />
        </View>
        <Tap className='desk-tools__one' label={t('filter')} onTap={() => setFiltering(true)}>
          <Icon name='filter' tone={filterCount > 0 ? 'brand' : 'muted'} size={22} />
          {filterCount > 0 && <View className='ll-tabs__count desk-tools__count'>{filterCount}</View>}
        </Tap>
        {BATCHED.includes(current) && (
          <Button size='small' kind='text' onTap={() => setPickedIds(pickedIds ? undefined : [])}>
            {t(pickedIds ? 'batchEnd' : 'batch')}
          </Button>
        )}
      </View>
      <Tabs
        tabs={KEYS.filter((tab) => tab !== 'unpaid' || mayPrice).map((tab) => ({
          key: tab,
          label: t(TABS[tab].word),
          count: tab === 'accept' ? waiting?.length : undefined,
        }))}
        current={current}
        onChange={turnTo}
      />
      <List
        pages={pages}
        empty={<Empty icon='assignment' title={t('ordersEmpty')} note={t('ordersEmptyNote')} />}
        render={(order) => (
          <OrderCard
            key={order.id}
            order={order}
            picked={pickedIds?.includes(order.id)}
            onPick={(on) => pick(order.id, on)}
            onChanged={() => pages.patch((items) => items.filter(({ id }) => id !== order.id))}
          />
        )}
      />
      <FilterSheet
        visible={filtering}
        filters={filters}
        orders={pages.items}
        onChange={setFilters}
        onClose={() => setFiltering(false)}
      />
      {pickedIds && (
        <BatchBar
          orders={pages.items}
          picked={pages.items.filter(({ id }) => pickedIds.includes(id))}
          onPickAll={(all) => setPickedIds(all ? pages.items.map(({ id }) => id) : [])}
          onDone={done}
        />
      )}
    </View>
  )
}
