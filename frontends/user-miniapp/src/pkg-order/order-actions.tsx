import { Button, confirm, toast, useAction } from '@linli/mini-ui'
import { api, type Order, type OrderItem } from '../api'
import { go } from '../routes'
import { useCart } from '../stores/cart'
import { usePlace } from '../stores/place'
import { useT } from '../words'
import { startPayment } from './start-payment'

type OrderActionsProps = {
  readonly order: OrderItem | Order
  /** In a list only what is to be done next; in the detail everything. */
  readonly brief?: boolean
  readonly onChanged: () => void
}

/** What can be done with an order in its state. The server decides; these are its rules as buttons. */
export function OrderActions({ order, brief = false, onChanged }: OrderActionsProps) {
  const t = useT()
  const { id, status, closing, mode } = order
  const pay = useAction(() => startPayment(id))
  const cancel = useAction(async () => {
    const agreed = await confirm({
      title: t('cancelAsk'),
      confirmText: t('cancel'),
      cancelText: t('cancelKeep'),
    })
    if (!agreed) return
    const after = await api.cancelOrder({ path: { id } })
    toast(t(after.status === 'CLOSED' ? 'cancelled' : 'cancelStarted'))
    onChanged()
  })
  const receive = useAction(async () => {
    if (!(await confirm({ title: t('confirmReceiptAsk') }))) return
    await api.confirmReceipt({ path: { id } })
    onChanged()
  })
  const again = useAction(async () => {
    const communityId = usePlace.getState().place?.communityId
    if (!communityId) return go('place')
    const { unavailable } = await api.repurchaseOrder({ path: { id }, body: { communityId } })
    toast(unavailable.length > 0 ? t('buyAgainPart', { n: unavailable.length }) : t('buyAgainDone'))
    await useCart.getState().load()
    go('cart')
  })
  const over = status === 'COMPLETED' || status === 'CLOSED'
  const cancellable = !closing && status === 'PENDING_PAYMENT'
  const size = brief ? 'small' : 'medium'
  return (
    <>
      {cancellable && (
        <Button kind='plain' size={size} loading={cancel.pending} onTap={() => void cancel.run()}>
          {t('cancel')}
        </Button>
      )}
      {over && (
        <Button
          kind={brief ? 'plain' : 'primary'}
          size={size}
          loading={again.pending}
          onTap={() => void again.run()}
        >
          {t('buyAgain')}
        </Button>
      )}
      {status === 'DELIVERING' && mode === 'HOME' && (
        <Button size={size} loading={receive.pending} onTap={() => void receive.run()}>
          {t('confirmReceipt')}
        </Button>
      )}
      {mode === 'SELF_PICKUP' &&
        (status === 'READY_FOR_PICKUP' || (!brief && status === 'PREPARING' && !closing)) && (
          <Button
            size={size}
            kind={status === 'READY_FOR_PICKUP' ? 'primary' : 'soft'}
            onTap={() => go('pickup', { id })}
          >
            {t('showCode')}
          </Button>
        )}
      {status === 'PENDING_PAYMENT' && !closing && (
        <Button size={size} loading={pay.pending} onTap={() => void pay.run()}>
          {t('payNow')}
        </Button>
      )}
    </>
  )
}
