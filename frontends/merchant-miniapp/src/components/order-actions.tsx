import { Button, confirm, toast, useAction } from '@linli/mini-ui'
import { api, newKey, type OrderItem } from '../api'
import { useMay } from '../stores/desk'
import { useT } from '../words'
import { canArrive, untilMoved } from './order-steps'

type OrderActionsProps = { readonly order: OrderItem; readonly onChanged: () => void }

/** The next step of an order at the desk. */
export function OrderActions({ order, onChanged }: OrderActionsProps) {
  const t = useT()
  const mayPrepare = useMay('order:prepare')
  const mayReceive = useMay('delivery:receive')
  const { id, status, closing, pickupPointId, acceptedAt } = order
  const accept = useAction(async () => {
    await api.acceptOrder({ path: { id } })
    toast(t('accepted'))
    onChanged()
  })
  const arrive = useAction(async () => {
    if (pickupPointId === null || !(await confirm({ title: t('arriveAsk') }))) return
    await api.createReceipt({ body: { pickupPointId, orderIds: [id] }, key: newKey() })
    await untilMoved([order])
    toast(t('arrived'))
    onChanged()
  })
  const unaccepted = acceptedAt === null
  return (
    <>
      {mayPrepare && status === 'PREPARING' && unaccepted && (
        <Button size='small' disabled={closing} loading={accept.pending} onTap={() => void accept.run()}>
          {t('accept')}
        </Button>
      )}
      {mayReceive && canArrive(order) && !(mayPrepare && unaccepted) && (
        <Button
          size='small'
          kind='soft'
          disabled={closing}
          loading={arrive.pending}
          onTap={() => void arrive.run()}
        >
          {t('arrive')}
        </Button>
      )}
    </>
  )
}
