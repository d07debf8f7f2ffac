import { ActionBar, Button, dateTime, Empty, QrCode, serverNow } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import type { OrderItem } from '../../api'
import { Screen } from '../../components/screen'
import { print } from '../../platform/print'
import { go } from '../../routes'
import { usePrintJob } from '../../stores/print-job'
import { type Key, useT } from '../../words'
import { type PickPoint, pointsOf } from './pick-list'
import './index.scss'

const QR_PX = 64

/** Pick lists and labels as they come out of a printer: A4, or a roll of 80 mm. */
export default function PrintPage() {
  const t = useT()
  const { kind, orders } = usePrintJob()
  return (
    <Screen title={t(kind === 'picks' ? 'picksTitle' : 'labelsTitle')} bar>
      {orders.length === 0 ? (
        <Empty
          icon='print'
          title={t('printEmpty')}
          action={{ text: t('goOrders'), onTap: () => go('orders') }}
        />
      ) : (
        <>
          <View className='paper'>
            {kind === 'picks' ? <PickList orders={orders} /> : <Labels orders={orders} />}
          </View>
          <ActionBar>
            <View className='ll-grow'>
              <Button block size='large' onTap={print}>
                {t('print')}
              </Button>
            </View>
          </ActionBar>
        </>
      )}
    </Screen>
  )
}

type OrdersProps = { readonly orders: readonly OrderItem[] }

function PickList({ orders }: OrdersProps) {
  const t = useT()
  const points = pointsOf(orders, t('modeHOME'))
  return (
    <>
      <View className='picks__head'>
        <View className='picks__title'>{orders[0]?.merchantName}</View>
        <View>
          {t('picksHead', { n: orders.length, time: dateTime(new Date(serverNow()).toISOString()) })}
        </View>
      </View>
      {points.map((point) => (
        <Picks key={point.name} point={point} />
      ))}
    </>
  )
}

function Picks({ point }: { readonly point: PickPoint }) {
  const t = useT()
  return (
    <View className='picks'>
      <View className='picks__point'>{point.name}</View>
      {point.totals.map(({ skuId, name, spec, qty }) => (
        <View key={skuId} className='picks__total'>
          <View className='picks__box' />
          <View className='ll-grow'>
            {name} {spec}
          </View>
          <View className='picks__qty'>{qty}</View>
        </View>
      ))}
      <View className='picks__sub'>{t('picksByOrder')}</View>
      {point.orders.map(({ id, orderNo, slotLabel, lines, remark }) => (
        <View key={id} className='picks__order'>
          <View className='picks__no'>{orderNo.slice(-6)}</View>
          <View className='ll-grow'>
            <View>
              {lines.map(({ productName, specText, qty }) => `${productName} ${specText} ×${qty}`).join('；')}
            </View>
            {slotLabel !== null && <View>{slotLabel}</View>}
            {remark !== '' && <View className='picks__remark'>{t('remarkOf', { text: remark })}</View>}
          </View>
        </View>
      ))}
    </View>
  )
}

/** For the bag: what is in it and where it goes. No name, no phone, no pickup code. */
function Labels({ orders }: OrdersProps) {
  const t = useT()
  return (
    <View className='labels'>
      {orders.map(({ id, orderNo, mode, pickupPointName, slotLabel, lines, itemCount, remark }) => (
        <View key={id} className='label'>
          <View className='label__head'>
            <View className='label__no'>{orderNo.slice(-6)}</View>
            <QrCode text={orderNo} size={QR_PX} />
          </View>
          <View className='label__place'>{pickupPointName ?? t(`mode${mode}` as Key)}</View>
          {slotLabel !== null && <View>{slotLabel}</View>}
          <View className='label__lines'>
            {lines.map((line) => (
              <View key={line.id}>
                {line.productName} {line.specText} ×{line.qty}
              </View>
            ))}
          </View>
          <View className='label__foot'>
            <View>{t('itemCount', { n: itemCount })}</View>
            {remark !== '' && <View className='picks__remark'>{remark}</View>}
          </View>
        </View>
      ))}
    </View>
  )
}
