import { Card, Check, friendlyTime, Price, serverNow, Tag, Tap } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import type { OrderItem } from '../../api'
import { OrderActions } from '../../components/order-actions'
import { go } from '../../routes'
import { type Key, useT } from '../../words'

type OrderCardProps = {
  readonly order: OrderItem
  /** undefined: nobody is choosing. */
  readonly picked: boolean | undefined
  readonly onPick: (picked: boolean) => void
  readonly onChanged: () => void
}

export function OrderCard({ order, picked, onPick, onChanged }: OrderCardProps) {
  const t = useT()
  const { id, orderNo, status, closing, lines, itemCount, payableFen, createdAt, remark } = order
  const tail = orderNo.slice(-6)
  return (
    <Card pad={false}>
      <View className='desk-row'>
        {picked !== undefined && <Check checked={picked} label={`${t('pick')} ${tail}`} onChange={onPick} />}
        <Tap
          className='desk ll-grow'
          onTap={() => (picked === undefined ? go('order', id) : onPick(!picked))}
        >
          <View className='ll-between'>
            <View className='ll-strong'>{tail}</View>
            <View className={`desk__status desk__status--${status}`}>
              {closing ? t('closing') : t(`status${status}`)}
            </View>
          </View>
          <View className='ll-inline'>
            <Tag tone='brand'>{t(`mode${order.mode}` as Key)}</Tag>
            <View className='ll-muted ll-line ll-grow'>{order.pickupPointName ?? order.slotLabel}</View>
            <View className='ll-muted'>{friendlyTime(createdAt, serverNow())}</View>
          </View>
          <View className='desk__lines'>
            {lines.map((line) => (
              <View key={line.id} className='ll-between'>
                <View className='ll-line ll-grow'>
                  {line.productName} <View className='desk__spec'>{line.specText}</View>
                </View>
                <View className='desk__qty'>×{line.qty}</View>
              </View>
            ))}
          </View>
          {remark !== '' && <View className='desk__remark'>{t('remarkOf', { text: remark })}</View>}
          <View className='ll-between'>
            <View className='ll-muted'>{t('itemCount', { n: itemCount })}</View>
            <Price fen={payableFen} plain />
          </View>
        </Tap>
      </View>
      {picked === undefined && (
        <View className='foot'>
          <OrderActions order={order} onChanged={onChanged} />
        </View>
      )}
    </Card>
  )
}
