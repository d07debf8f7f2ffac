import { Card, Icon, type IconName, money, Picture, Row, Tag, Tap, ui, useQuery } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useDidShow } from '@tarojs/taro'
import { api, type Standing } from '../../api'
import { Screen } from '../../components/screen'
import { go } from '../../routes'
import { usePlace } from '../../stores/place'
import { useSession } from '../../stores/session'
import { useUnread } from '../../stores/unread'
import { type Key, useT } from '../../words'
import './index.scss'

const ORDERS: readonly {
  tab: 'unpaid' | 'preparing' | 'receiving' | 'completed'
  icon: IconName
  word: Key
}[] = [
  { tab: 'unpaid', icon: 'wallet', word: 'tabUnpaid' },
  { tab: 'preparing', icon: 'gift', word: 'tabPreparing' },
  { tab: 'receiving', icon: 'qrcode', word: 'tabReceiving' },
  { tab: 'completed', icon: 'verified', word: 'tabCompleted' },
]

export default function Me() {
  const t = useT()
  const again = ui.useT()
  const signedIn = useSession(({ tokens }) => tokens?.refreshToken !== undefined)
  const place = usePlace((state) => state.place)
  const query = useQuery(signedIn ? 'me' : undefined, async () => {
    const [me, standing, counters, points, coupons] = await Promise.all([
      api.getMe({}),
      api.getMyLevel({}),
      api.countOrders({}),
      api.getPointsAccount({}),
      api.listCoupons({ query: { status: 'UNUSED', limit: 50 } }),
      useUnread.getState().load(),
    ])
    return { me, standing, counters, points: points.available, coupons: coupons.items.length }
  })
  const unread = useUnread(({ total }) => total)
  useDidShow(() => void query.reload())
  const data = signedIn ? query.data : undefined
  return (
    <Screen title={t('meTitle')} tab>
      <Tap className='person' onTap={() => go(signedIn ? 'profile' : 'login')}>
        {data?.me.avatarUrl ? (
          <Picture className='person__face' src={data.me.avatarUrl} alt='' />
        ) : (
          <View className='person__face'>
            <Icon name='user-filled' tone='brand' size={30} />
          </View>
        )}
        <View className='ll-grow'>
          <View className='person__name ll-line'>
            {data?.me.nickname ?? t(signedIn ? 'meNeighbour' : 'meLogin')}
          </View>
          <View className='ll-muted ll-line'>
            {signedIn ? (data?.me.phoneMasked ?? '') : t('meLoginNote')}
          </View>
          {data && <Level standing={data.standing} />}
        </View>
        <Icon name='chevron-right' tone='muted' />
      </Tap>
      {query.failure && !data && signedIn && (
        <Tap className='ll-more' onTap={() => void query.reload()}>
          {again('moreFailed')}
        </Tap>
      )}
      <Card
        title={t('meOrders')}
        aside={
          <Tap className='me__all' onTap={() => go('orders', { tab: 'all' })}>
            {t('meAllOrders')}
          </Tap>
        }
      >
        <View className='me__orders'>
          {ORDERS.map(({ tab, icon, word }) => (
            <Tap key={tab} className='me__order' onTap={() => go('orders', { tab })}>
              <View className='me__icon'>
                <Icon name={icon} tone='brand' size={26} />
                {tab !== 'completed' && data !== undefined && data.counters[tab] > 0 && (
                  <View className='ll-tabs__count me__count'>{data.counters[tab]}</View>
                )}
              </View>
              <View>{t(word)}</View>
            </Tap>
          ))}
        </View>
      </Card>
      <Card pad={false}>
        <Row icon='coupon' title={t('meCoupons')} value={data?.coupons} onTap={() => go('coupons')} />
        <Row icon='star' title={t('mePoints')} value={data?.points} />
        <Row
          icon='notification'
          title={t('meMessages')}
          value={data && unread}
          onTap={() => go('messages')}
        />
      </Card>
      <Card pad={false}>
        <Row icon='location' title={t('mePlace')} value={place?.communityName} onTap={() => go('place')} />
        <Row icon='map-location' title={t('meAddresses')} onTap={() => go('addresses')} />
        <Row icon='service' title={t('meLeader')} onTap={() => go('leader')} />
        <Row icon='setting' title={t('meSettings')} onTap={() => go('settings')} />
        <Row icon='secured' title={t('meHelp')} onTap={() => go('agreement')} />
      </Card>
    </Screen>
  )
}

/** Nothing where the operator has no levels. */
function Level({ standing: { level, name, growthFen, next } }: { readonly standing: Standing }) {
  const t = useT()
  if (level === 0 && !next) return null
  return (
    <View className='person__level'>
      {level > 0 && <Tag tone='brand'>{t('meLevel', { level, name })}</Tag>}
      {next && (
        <View className='ll-muted'>
          {t('meNextLevel', { sum: money(next.growthFen - growthFen), name: next.name })}
        </View>
      )}
    </View>
  )
}
