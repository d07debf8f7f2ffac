import {
  Button,
  Card,
  Chip,
  ErrorView,
  Icon,
  money,
  Price,
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

const WAITING: readonly (readonly [Counted, Key])[] = [
  ['toAccept', 'todoAccept'],
  ['toPrepare', 'todoPrepare'],
  ['delivering', 'todoDelivering'],
  ['toVerify', 'todoVerify'],
  ['completedToday', 'todoDone'],
  ['refunding', 'todoRefunding'],
]

function Work() {
  const t = useT()
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
      <View className='ways'>
        {!seesNumbers && <View className='ll-muted'>{t('todayNoNumbers')}</View>}
        <Button block size='large' onTap={() => go('verify')}>
          {t('goVerify')}
        </Button>
        <Button block size='large' kind='soft' onTap={() => go('orders')}>
          {t('goOrders')}
        </Button>
      </View>
    </>
  )
}

function Figures({ numbers }: { readonly numbers: Numbers }) {
  const t = useT()
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
          {WAITING.map(([name, word]) => (
            <Tap key={name} className='todo__one' onTap={() => go(name === 'toVerify' ? 'verify' : 'orders')}>
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
