import {
  Card,
  dateTime,
  Empty,
  friendlyTime,
  List,
  serverNow,
  Tag,
  Tap,
  usePages,
  useRefresh,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { api, type Waiting } from '../../api'
import { NeedsLogin } from '../../components/needs-login'
import { PointPicker } from '../../components/point-picker'
import { Screen } from '../../components/screen'
import { go } from '../../routes'
import { useMay, usePoint } from '../../stores/desk'
import { type Key, useT } from '../../words'
import './index.scss'

const PAGE = 20

export default function WaitingPage() {
  const t = useT()
  return (
    <Screen title={t('waitingTitle')}>
      <NeedsLogin>
        <PointPicker />
        <Shelf />
      </NeedsLogin>
    </Screen>
  )
}

/** What stands at the point and has not been collected. */
function Shelf() {
  const t = useT()
  const may = useMay('delivery:read')
  const point = usePoint()
  const pages = usePages(may ? point?.id : undefined, (cursor) =>
    api.listMerchantDeliveries({
      query: { waiting: true, pickupPointId: point?.id, cursor, limit: PAGE },
    }),
  )
  useRefresh(() => pages.reload())
  if (!may) return <Empty icon='lock-on' title={t('noRight')} note={t('noRightNote')} />
  if (!point) return <Empty icon='location' title={t('noPoint')} note={t('noPointNote')} />
  return (
    <List
      pages={pages}
      empty={<Empty icon='check-circle-filled' title={t('waitingEmpty')} note={t('waitingEmptyNote')} />}
      render={(waiting) => <OneWaiting key={waiting.id} waiting={waiting} />}
    />
  )
}

function OneWaiting({ waiting }: { readonly waiting: Waiting }) {
  const t = useT()
  const seesOrders = useMay('order:read')
  const { orderId, orderNo, lines, readyAt, pickupDeadline, storageType } = waiting
  const overdue = pickupDeadline !== null && Date.parse(pickupDeadline) < serverNow()
  const left = lines.filter(({ remainingQty }) => remainingQty > 0)
  return (
    <Card pad={false}>
      <Tap className='shelf' disabled={!seesOrders} onTap={() => go('order', orderId)}>
        <View className='ll-between'>
          <View className='ll-strong'>{orderNo.slice(-6)}</View>
          <View className='ll-inline'>
            <Tag tone={storageType === 'AMBIENT' ? 'plain' : 'brand'}>
              {t(`storage${storageType}` as Key)}
            </Tag>
            {overdue && <Tag tone='price'>{t('waitingOverdue')}</Tag>}
          </View>
        </View>
        <View>
          {left.map(({ lineId, productName, specText, remainingQty }) => (
            <View key={lineId} className='ll-between'>
              <View className='ll-line ll-grow'>
                {productName} {specText}
              </View>
              <View className='ll-strong'>×{remainingQty}</View>
            </View>
          ))}
        </View>
        <View className='ll-muted'>
          {[
            readyAt !== null && t('waitingSince', { time: friendlyTime(readyAt, serverNow()) }),
            pickupDeadline !== null && t('waitingUntil', { time: dateTime(pickupDeadline) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </View>
      </Tap>
    </Card>
  )
}
