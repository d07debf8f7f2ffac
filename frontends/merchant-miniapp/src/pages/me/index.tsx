import { Card, Icon, Row } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { NeedsLogin } from '../../components/needs-login'
import { Screen } from '../../components/screen'
import { go } from '../../routes'
import { useDesk, useMay } from '../../stores/desk'
import { useWatch } from '../../stores/watch'
import { useT } from '../../words'
import { OrderNotices } from './order-notices'
import './index.scss'

export default function Me() {
  const t = useT()
  return (
    <Screen title={t('meTitle')} tab>
      <NeedsLogin>
        <Person />
      </NeedsLogin>
      <Card pad={false}>
        <Row icon='setting' title={t('meSettings')} onTap={() => go('settings')} />
      </Card>
    </Screen>
  )
}

function Person() {
  const t = useT()
  const { me, points } = useDesk()
  const mayWrite = useMay('merchant:write')
  const maySeeOrders = useMay('order:read')
  const unread = useWatch((state) => state.unread)
  if (!me) return null
  const shop = me.shops.find(({ merchantId }) => merchantId === me.merchantId)
  return (
    <>
      <View className='person'>
        <View className='person__face'>
          <Icon name='user-filled' tone='brand' size={30} />
        </View>
        <View className='ll-grow'>
          <View className='person__name'>{me.name}</View>
          <View className='ll-muted'>
            {me.login} · {me.roles.map(({ name }) => name).join('、')}
          </View>
        </View>
      </View>
      <Card pad={false}>
        <Row
          icon='shop'
          title={t('meShop')}
          value={shop?.name}
          tone='strong'
          {...(mayWrite && { onTap: () => go('shop') })}
        />
        <Row
          icon='location'
          title={t('mePoints')}
          value={me.allPickupPoints ? t('meAllPoints') : points.map(({ name }) => name).join('、')}
          tone='strong'
        />
        {maySeeOrders && <OrderNotices />}
        <Row icon='notification' title={t('meMessages')} value={unread} onTap={() => go('messages')} />
      </Card>
    </>
  )
}
