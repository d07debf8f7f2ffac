import { Button, Check, confirm, toast, useAction } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { api, newKey, type OrderItem } from '../../api'
import { canArrive, untilMoved } from '../../components/order-steps'
import { canPrint } from '../../platform/print'
import { go } from '../../routes'
import { useMay } from '../../stores/desk'
import { type PrintKind, usePrintJob } from '../../stores/print-job'
import { useT } from '../../words'

type BatchBarProps = {
  readonly orders: readonly OrderItem[]
  readonly picked: readonly OrderItem[]
  readonly onPickAll: (all: boolean) => void
  readonly onDone: () => void
}

/** A receipt takes the orders of one point. */
async function receive(orders: readonly OrderItem[]): Promise<void> {
  const points = new Map<string, string[]>()
  for (const { id, pickupPointId } of orders)
    if (pickupPointId !== null) points.set(pickupPointId, [...(points.get(pickupPointId) ?? []), id])
  for (const [pickupPointId, orderIds] of points)
    await api.createReceipt({ body: { pickupPointId, orderIds }, key: newKey() })
  await untilMoved(orders)
}

/** One step for many orders, and their papers. */
export function BatchBar({ orders, picked, onPickAll, onDone }: BatchBarProps) {
  const t = useT()
  const mayPrepare = useMay('order:prepare')
  const mayReceive = useMay('delivery:receive')
  const open = picked.filter(({ closing }) => !closing)
  const unaccepted = open.filter(({ status, acceptedAt }) => status === 'PREPARING' && acceptedAt === null)
  const arriving = open.filter((order) => canArrive(order) && order.acceptedAt !== null)
  const accept = useAction(async () => {
    const { acceptedIds, refused } = await api.acceptOrders({
      body: { orderIds: unaccepted.map(({ id }) => id) },
    })
    const [first] = refused
    toast(
      first
        ? t('acceptedSome', { n: acceptedIds.length, m: refused.length, why: first.message })
        : t('acceptedAll', { n: acceptedIds.length }),
    )
    onDone()
  })
  const arrive = useAction(async () => {
    if (!(await confirm({ title: t('arriveAllAsk', { n: arriving.length }) }))) return
    await receive(arriving)
    toast(t('arrivedAll', { n: arriving.length }))
    onDone()
  })
  const print = (kind: PrintKind): void => {
    usePrintJob.getState().set(kind, picked)
    go('print')
  }
  return (
    <View className='ll-bar ll-bar--tab'>
      <View className='ll-bar__row'>
        <Check
          checked={picked.length > 0 && picked.length === orders.length}
          label={t('pickAll')}
          onChange={onPickAll}
        />
        <View className='ll-muted ll-grow'>{t('pickedCount', { n: picked.length })}</View>
        {mayPrepare && unaccepted.length > 0 && (
          <Button size='small' loading={accept.pending} onTap={() => void accept.run()}>
            {t('accept')}
          </Button>
        )}
        {mayReceive && arriving.length > 0 && (
          <Button size='small' kind='soft' loading={arrive.pending} onTap={() => void arrive.run()}>
            {t('arrive')}
          </Button>
        )}
        {canPrint && (
          <>
            <Button size='small' kind='plain' disabled={picked.length === 0} onTap={() => print('picks')}>
              {t('printPicks')}
            </Button>
            <Button size='small' kind='plain' disabled={picked.length === 0} onTap={() => print('labels')}>
              {t('printLabels')}
            </Button>
          </>
        )}
      </View>
    </View>
  )
}
