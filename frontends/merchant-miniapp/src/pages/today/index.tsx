import {
  Button,
  Card,
  Chip,
  ErrorView,
  Icon,
  money,
  Price,
  Row,
  Sheet,
  SkeletonRows,
  Tap,
  toast,
  useAction,
  useQuery,
  useRefresh,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { api } from '../../api'
import { NeedsLogin } from '../../components/needs-login'
import { Screen } from '../../components/screen'
import { go } from '../../routes'
import { useDesk, useMay } from '../../stores/desk'
import { type DeskTab, useTabs } from '../../stores/desk-tab'
import { useSession } from '../../stores/session'
import { useWatch } from '../../stores/watch'
import { type Key, useT } from '../../words'
import './index.scss'

export default function Today() {
  const t = useT()
  return (
    <Screen title={t('todayTitle')} tab>
      <NeedsLogin>
        <Shop />
        <Work />
      </NeedsLogin>
    </Screen>
  )
}

/** Which shop one works for, and the way to another. */
function Shop() {
  const t = useT()
  const { me, load } = useDesk()
  const [open, setOpen] = useState(false)
  const change = useAction(async (merchantId: string, name: string) => {
    const { tokens } = await api.updateStaffMe({ body: { merchantId } })
    if (tokens) useSession.getState().keep(tokens)
    await load()
    setOpen(false)
    toast(t('switched', { name }))
  })
  if (!me) return null
  const shop = me.shops.find(({ merchantId }) => merchantId === me.merchantId)
  return (
    <View className='shop'>
      <Tap className='shop__name' disabled={me.shops.length < 2} onTap={() => setOpen(true)}>
        <Icon name='shop-filled' tone='brand' size={24} />
        <View className='ll-grow'>
          <View className='shop__title ll-line'>{shop?.name}</View>
          <View className='ll-muted ll-line'>
            {me.name} · {me.roles.map(({ name }) => name).join('、')}
          </View>
        </View>
        {me.shops.length > 1 && <Icon name='swap' tone='muted' />}
      </Tap>
      <Bell />
      <Sheet title={t('todaySwitch')} visible={open} onClose={() => setOpen(false)}>
        <View className='ll-wrap'>
          {me.shops.map(({ merchantId, name }) => (
            <Chip
              key={merchantId}
              selected={merchantId === me.merchantId}
              disabled={change.pending}
              onTap={() => void change.run(merchantId, name)}
            >
              {name}
            </Chip>
          ))}
        </View>
      </Sheet>
    </View>
  )
}

function Bell() {
  const t = useT()
  const unread = useWatch((state) => state.unread)
  return (
    <Tap className='shop__bell' label={`${t('messages')} ${unread}`} onTap={() => go('messages')}>
      <Icon name='notification' size={24} />
      {unread > 0 && <View className='ll-tabs__count shop__count'>{unread}</View>}
    </Tap>
  )
}

type Numbers = Awaited<ReturnType<typeof api.getMerchantOrderStatistics>>
type Counted = Exclude<keyof Numbers, 'day'>

/** Each figure, its word, and the list behind it. */
const WAITING: readonly (readonly [Counted, Key, DeskTab])[] = [
  ['toAccept', 'todoAccept', 'accept'],
  ['toPrepare', 'todoPrepare', 'prepare'],
  ['delivering', 'todoDelivering', 'delivering'],
  ['toVerify', 'todoVerify', 'ready'],
  ['completedToday', 'todoDone', 'done'],
  ['refunding', 'todoRefunding', 'closed'],
]

function Work() {
  const seesNumbers = useMay('order:statistics')
  const merchantId = useDesk(({ me }) => me?.merchantId)
  const beat = useWatch((state) => state.beat)
  const query = useQuery(
    seesNumbers ? `${merchantId}/${beat}` : undefined,
    () => api.getMerchantOrderStatistics({}),
    {
      keep: true,
    },
  )
  useRefresh(() => query.reload())
  return (
    <>
      {seesNumbers && query.loading && <SkeletonRows rows={2} />}
      {query.failure && !query.data && (
        <ErrorView failure={query.failure} onRetry={() => void query.reload()} />
      )}
      {query.data && <Figures numbers={query.data} />}
      <LowStock />
      <Ways intro={!seesNumbers} />
    </>
  )
}

/** What is about to run short, for who may see the stock. */
function LowStock() {
  const t = useT()
  const may = useMay('stock:read')
  const merchantId = useDesk(({ me }) => me?.merchantId)
  const turn = useTabs((tabs) => tabs.turn)
  const query = useQuery(may ? merchantId : undefined, () =>
    api.listMerchantInventories({ query: { low: true, page: 1, pageSize: 1 } }),
  )
  useRefresh(() => query.reload())
  if (!query.data || query.data.total === 0) return null
  return (
    <Card pad={false}>
      <Row
        icon='error-circle'
        title={t('todayLow')}
        value={t('todayLowCount', { n: query.data.total })}
        onTap={() => {
          turn({ shelf: 'low' })
          go('goods')
        }}
      />
    </Card>
  )
}

/** Where one may go: who has no right to a page is not led to it. */
function Ways({ intro }: { readonly intro: boolean }) {
  const t = useT()
  const mayVerify = useMay('pickup:verify')
  const mayRead = useMay('order:read')
  const seesWaiting = useMay('delivery:read')
  return (
    <View className='ways'>
      {intro && <View className='ll-muted'>{t('todayNoNumbers')}</View>}
      {mayVerify && (
        <Button block size='large' onTap={() => go('verify')}>
          {t('goVerify')}
        </Button>
      )}
      {mayRead && (
        <Button block size='large' kind='soft' onTap={() => go('orders')}>
          {t('goOrders')}
        </Button>
      )}
      {seesWaiting && !mayRead && (
        <Button block size='large' kind='soft' onTap={() => go('waiting')}>
          {t('waitingTitle')}
        </Button>
      )}
    </View>
  )
}

function Figures({ numbers }: { readonly numbers: Numbers }) {
  const t = useT()
  const turn = useTabs((tabs) => tabs.turn)
  return (
    <>
      <View className='sales'>
        <View className='sales__label'>{t('todaySales')}</View>
        <Price fen={numbers.gmvFen} size='lg' plain />
        <View className='sales__label'>
          {t('todayOrders', { n: numbers.orders })}
          {numbers.refundedFen > 0 && ` · ${t('todayRefunded', { amount: money(numbers.refundedFen) })}`}
        </View>
      </View>
      <Card title={t('todayWaiting')}>
        <View className='todo'>
          {WAITING.map(([name, word, tab]) => (
            <Tap
              key={name}
              className='todo__one'
              onTap={() => {
                turn({ desk: tab })
                go('orders')
              }}
            >
              <View
                className={`todo__n ${name === 'toAccept' && numbers.toAccept > 0 ? 'todo__n--hot' : ''}`}
              >
                {numbers[name]}
              </View>
              <View className='ll-muted'>{t(word)}</View>
            </Tap>
          ))}
        </View>
      </Card>
    </>
  )
}
