import {
  Button,
  Card,
  Check,
  confirm,
  dateTime,
  ErrorView,
  Icon,
  type IconName,
  Row,
  SkeletonRows,
  serverNow,
  toast,
  useAction,
  useQuery,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useDidShow } from '@tarojs/taro'
import { useState } from 'react'
import { api, type Deletion } from '../../api'
import { NeedsLogin } from '../../components/needs-login'
import { Screen } from '../../components/screen'
import { go } from '../../routes'
import { useSignedIn } from '../../stores/session'
import { type Key, useT } from '../../words'
import './index.scss'

const DAY_MS = 86_400_000

export default function DeletionPage() {
  const t = useT()
  const signedIn = useSignedIn()
  const query = useQuery(signedIn ? 'deletion' : undefined, () => api.getMyDeletion({}))
  // Something may have been settled on the pages this one leads to.
  useDidShow(() => void query.reload())
  const { data, failure, loading } = query
  return (
    <Screen title={t('deletion')}>
      <NeedsLogin>
        {loading && <SkeletonRows rows={3} />}
        {failure && !data && <ErrorView failure={failure} onRetry={() => void query.reload()} />}
        {data && (
          <>
            {data.pending && <Pending eraseAt={data.pending.eraseAt} onStay={query.reload} />}
            <Consequences coolOffDays={data.coolOffDays} />
            {!data.pending &&
              (isOpen(data) ? <Open deletion={data} /> : <Ask deletion={data} onAsked={query.replace} />)}
          </>
        )}
      </NeedsLogin>
    </Screen>
  )
}

const isOpen = ({ obligations }: Deletion): boolean => Object.values(obligations).some((count) => count > 0)

function Pending({ eraseAt, onStay }: { readonly eraseAt: string; readonly onStay: () => Promise<void> }) {
  const t = useT()
  const stay = useAction(async () => {
    await api.withdrawMyDeletion({})
    await onStay()
    toast(t('deletionWithdrawn'))
  })
  return (
    <View className='deletion deletion--pending'>
      <Icon name='time' tone='amber' size={40} />
      <View className='deletion__title'>{t('deletionPending', { date: dateTime(eraseAt) })}</View>
      <View className='ll-muted'>{t('deletionPendingNote')}</View>
      <Button block size='large' loading={stay.pending} onTap={() => void stay.run()}>
        {t('deletionWithdraw')}
      </Button>
    </View>
  )
}

const CONSEQUENCES = [
  ['delete', 'deletionErase'],
  ['assignment', 'deletionKeep'],
  ['time', 'deletionWait'],
] as const satisfies readonly (readonly [IconName, Key])[]

const Consequences = ({ coolOffDays }: { readonly coolOffDays: number }) => {
  const t = useT()
  return (
    <Card title={t('deletionLead')}>
      {CONSEQUENCES.map(([icon, word]) => (
        <View key={word} className='deletion__point'>
          <Icon name={icon} tone='brand' size={20} />
          <View className='ll-grow'>{t(word, { n: coolOffDays })}</View>
        </View>
      ))}
    </Card>
  )
}

const OBLIGATIONS = [
  ['unpaid', 'deletionUnpaid', 'unpaid'],
  ['undelivered', 'deletionUndelivered', 'all'],
  ['refunding', 'deletionRefunding', 'all'],
  ['openPayments', 'deletionPayments', undefined],
  ['leading', 'deletionLeading', undefined],
] as const satisfies readonly (readonly [keyof Deletion['obligations'], Key, string | undefined])[]

/** What has to be over first, each with the way to it. */
function Open({ deletion }: { readonly deletion: Deletion }) {
  const t = useT()
  return (
    <>
      <View className='deletion__notice'>
        <View className='ll-strong'>{t('deletionOpen')}</View>
        <View>{t('deletionOpenNote')}</View>
      </View>
      <Card pad={false}>
        {OBLIGATIONS.filter(([name]) => deletion.obligations[name] > 0).map(([name, word, tab]) => (
          <Row
            key={name}
            title={t(word)}
            value={deletion.obligations[name]}
            tone='strong'
            onTap={tab && (() => go('orders', { tab }))}
          />
        ))}
      </Card>
    </>
  )
}

type AskProps = { readonly deletion: Deletion; readonly onAsked: (deletion: Deletion) => void }

function Ask({ deletion, onAsked }: AskProps) {
  const t = useT()
  const [understood, setUnderstood] = useState(false)
  const ask = useAction(async () => {
    const last = new Date(serverNow() + deletion.coolOffDays * DAY_MS).toISOString()
    const sure = await confirm({
      title: t('deletionAsk'),
      text: t('deletionAskText', { date: dateTime(last) }),
      confirmText: t('deletionGo'),
    })
    if (sure) onAsked(await api.requestMyDeletion({}))
  })
  return (
    <View className='deletion'>
      <View className='deletion__agree'>
        <Check checked={understood} label={t('deletionAgree')} onChange={setUnderstood} />
        <View className='ll-grow'>{t('deletionAgree')}</View>
      </View>
      <Button
        block
        kind='danger'
        size='large'
        disabled={!understood}
        loading={ask.pending}
        onTap={() => void ask.run()}
      >
        {t('deletionGo')}
      </Button>
    </View>
  )
}
