import {
  ActionBar,
  Button,
  Card,
  dateTime,
  ErrorView,
  money,
  Picture,
  Price,
  Row,
  SkeletonRows,
  Textarea,
  toast,
  useAction,
  useQuery,
  useRefresh,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { api, type Order } from '../../api'
import { OrderActions } from '../../components/order-actions'
import { Screen } from '../../components/screen'
import { canPrint, print } from '../../platform/print'
import { useMay } from '../../stores/desk'
import { type Key, useT } from '../../words'
import { Customer } from './customer'
import { OrderPrice } from './price-sheet'
import './index.scss'

export default function OrderPage() {
  const t = useT()
  const { id = '' } = useRouter().params
  const query = useQuery(id, () => api.getMerchantOrder({ path: { id } }))
  useRefresh(() => query.reload())
  const order = query.data
  if (!order)
    return (
      <Screen title={t('orderTitle')}>
        {query.failure ? (
          <ErrorView failure={query.failure} onRetry={() => void query.reload()} />
        ) : (
          <SkeletonRows rows={3} />
        )}
      </Screen>
    )
  const { status, closing, lines, payableFen, orderNo, createdAt, acceptedAt, slotLabel, mode, remark } =
    order
  return (
    <Screen title={t('orderTitle')} bar>
      <View className='order-head'>
        <View className='order-head__status'>{closing ? t('closing') : t(`status${status}`)}</View>
        <View className='ll-muted'>{orderNo}</View>
      </View>
      <Card pad={false}>
        {lines.map(({ id: lineId, productName, specText, imageUrl, qty, pickedQty }) => (
          <View key={lineId} className='line'>
            <Picture className='line__picture' src={imageUrl} alt='' />
            <View className='ll-grow'>
              <View className='ll-strong ll-line'>{productName}</View>
              <View className='ll-muted'>
                {specText}
                {pickedQty > 0 && ` · ${t('verifyPicked', { n: pickedQty })}`}
              </View>
            </View>
            <View className='order-head__qty'>×{qty}</View>
          </View>
        ))}
      </Card>
      <Card pad={false}>
        <Row
          title={t(`mode${mode}` as Key)}
          value={order.pickupPointName ?? order.communityName}
          tone='strong'
        />
        {slotLabel !== null && <Row title={t('slot')} value={slotLabel} tone='strong' />}
        <Customer order={order} />
        {remark !== '' && <Row title={t('remark')} note={remark} />}
        {order.merchantDiscountFen > 0 && (
          <Row title={t('merchantDiscount')} value={`-${money(order.merchantDiscountFen)}`} tone='good' />
        )}
        <Row
          title={t(status === 'PENDING_PAYMENT' ? 'toPay' : 'payable')}
          value={<Price fen={payableFen} />}
        />
        <Row title={t('orderedAt')} value={dateTime(createdAt)} />
        {acceptedAt !== null && <Row title={t('acceptedAt')} value={dateTime(acceptedAt)} />}
      </Card>
      <Remark order={order} onSaved={query.replace} />
      {canPrint && (
        <View className='order-print'>
          <Button block kind='plain' onTap={print}>
            {t('print')}
          </Button>
        </View>
      )}
      <ActionBar>
        <View className='order-head__actions'>
          <OrderPrice order={order} onChanged={query.replace} />
          <OrderActions order={order} onChanged={() => void query.reload()} />
        </View>
      </ActionBar>
    </Screen>
  )
}

type RemarkProps = { readonly order: Order; readonly onSaved: (order: Order) => void }

function Remark({ order, onSaved }: RemarkProps) {
  const t = useT()
  const mayWrite = useMay('order:prepare')
  const [text, setText] = useState(order.merchantRemark)
  useEffect(() => setText(order.merchantRemark), [order.merchantRemark])
  const save = useAction(async () => {
    onSaved(await api.remarkMerchantOrder({ path: { id: order.id }, body: { remark: text } }))
    toast(t('saved'))
  })
  if (!mayWrite) return null
  return (
    <View className='order-remark'>
      <Card title={t('merchantRemark')}>
        <Textarea
          value={text}
          label={t('merchantRemark')}
          placeholder={t('merchantRemarkHint')}
          maxLength={200}
          onChange={setText}
        />
        <Button
          size='small'
          kind='soft'
          disabled={text === order.merchantRemark}
          loading={save.pending}
          onTap={() => void save.run()}
        >
          {t('save')}
        </Button>
      </Card>
    </View>
  )
}
