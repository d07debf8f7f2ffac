import {
  Button,
  Card,
  Countdown,
  ErrorView,
  Icon,
  type IconName,
  Price,
  Spinner,
  useAction,
  useQuery,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { api, type Order } from '../../api'
import { Screen } from '../../components/screen'
import { useSubscription } from '../../components/use-subscription'
import { goInstead } from '../../routes'
import { type Key, useT } from '../../words'
import { startPayment } from '../start-payment'
import './index.scss'

const POLL_MS = 700
/** How long the server may take to hear from WeChat before we stop asking. */
const PATIENCE_MS = 10_000

type Face = { readonly icon: IconName; readonly title: Key; readonly note: Key }
const FACES = {
  paid: { icon: 'check-circle-filled', title: 'paid', note: 'paidNote' },
  cancelled: { icon: 'info-circle', title: 'payCancelled', note: 'payFailedNote' },
  failed: { icon: 'error-circle', title: 'payFailed', note: 'payFailedNote' },
  unknown: { icon: 'time', title: 'payUnknown', note: 'payUnknownNote' },
} as const satisfies Record<string, Face>

/** The cashier's word is no proof: the order is asked until the server knows, for ten seconds at most. */
export default function Result() {
  const t = useT()
  const { id = '', outcome } = useRouter().params
  const query = useQuery(id, () => api.getOrder({ path: { id } }))
  const claimed = outcome === 'paid'
  const waiting = useWaiting(claimed && query.data !== undefined && !isPaid(query.data), query.reload)
  const order = query.data
  if (!order)
    return (
      <Screen title={t('payTitle')}>
        {query.failure ? (
          <ErrorView failure={query.failure} onRetry={() => void query.reload()} />
        ) : (
          <Waiting />
        )}
      </Screen>
    )
  if (waiting)
    return (
      <Screen title={t('payTitle')}>
        <Waiting />
      </Screen>
    )
  const face = isPaid(order)
    ? FACES.paid
    : claimed
      ? FACES.unknown
      : outcome === 'failed'
        ? FACES.failed
        : FACES.cancelled
  return (
    <Screen title={t('payTitle')}>
      <Card>
        <View className='result'>
          <Icon name={face.icon} tone={isPaid(order) ? 'brand' : 'amber'} size={64} />
          <View className='result__title'>{t(face.title)}</View>
          <Price fen={order.payableFen} size='lg' plain />
          <View className='ll-muted'>
            {t(face.note)}
            {order.status === 'PENDING_PAYMENT' && (
              <>
                {' · '}
                <Countdown until={order.expireAt} onEnd={() => void query.reload()} />
              </>
            )}
          </View>
        </View>
        <Ways order={order} />
      </Card>
    </Screen>
  )
}

const isPaid = ({ paymentStatus }: Order): boolean => paymentStatus !== 'UNPAID'

function Waiting() {
  const t = useT()
  return (
    <View className='result'>
      <Spinner label={t('paying')} />
      <View className='ll-muted'>{t('payingNote')}</View>
    </View>
  )
}

function Ways({ order }: { readonly order: Order }) {
  const t = useT()
  const again = useAction(() => startPayment(order.id))
  const subscription = useSubscription('PAY_SUCCESS')
  const view = useAction(async () => {
    if (isPaid(order)) await subscription.ask()
    goInstead('order', { id: order.id })
  })
  return (
    <View className='result__ways'>
      {order.status === 'PENDING_PAYMENT' && (
        <Button block size='large' loading={again.pending} onTap={() => void again.run()}>
          {t('payNow')}
        </Button>
      )}
      <Button
        block
        size='large'
        kind={order.status === 'PENDING_PAYMENT' ? 'plain' : 'primary'}
        loading={view.pending}
        onTap={() => void view.run()}
      >
        {t('viewOrder')}
      </Button>
      <Button block size='large' kind='text' onTap={() => goInstead('home')}>
        {t('backHome')}
      </Button>
    </View>
  )
}

/** True while it is worth asking again. */
function useWaiting(wanted: boolean, ask: () => Promise<void>): boolean {
  const [over, setOver] = useState(false)
  useEffect(() => {
    if (!wanted || over) return undefined
    const poll = setInterval(() => void ask(), POLL_MS)
    const end = setTimeout(() => setOver(true), PATIENCE_MS)
    return () => {
      clearInterval(poll)
      clearTimeout(end)
    }
  }, [wanted, over, ask])
  return wanted && !over
}
