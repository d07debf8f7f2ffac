import { Button, confirm, toast, useAction } from '@linli/mini-ui'
import { api, newKey, type OrderItem } from '../api'
import { useMay } from '../stores/desk'
import { useT } from '../words'

const POLL_MS = 300
const TRIES = 15
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** The order hears of an arrival by an event, a moment later. */
async function untilMoved(id: string, from: OrderItem['status']): Promise<void> {
  for (let n = 0; n < TRIES; n++) {
    const { status } = await api.getMerchantOrder({ path: { id } })
    if (status !== from) return
    await pause(POLL_MS)
  }
}

type OrderActionsProps = {
  readonly order: OrderItem & { readonly acceptedAt?: string | null }
  /** Of the list it stands in; the list view does not say. */
  readonly accepted: boolean
  readonly onChanged: () => void
}

/** The next step of an order at the desk. */
export function OrderActions({ order, accepted, onChanged }: OrderActionsProps) {
  const t = useT()
  const mayPrepare = useMay('order:prepare')
  const mayReceive = useMay('delivery:receive')
  const { id, status, closing, mode, pickupPointId } = order
  const accept = useAction(async () => {
    await api.acceptOrder({ path: { id } })
    toast(t('accepted'))
    onChanged()
  })
  const arrive = useAction(async () => {
    if (pickupPointId === null || !(await confirm({ title: t('arriveAsk') }))) return
    await api.createReceipt({ body: { pickupPointId, orderIds: [id] }, key: newKey() })
    await untilMoved(id, status)
    toast(t('arrived'))
    onChanged()
  })
  if (status !== 'PREPARING' && status !== 'DELIVERING') return null
  const canArrive =
    mayReceive && mode === 'SELF_PICKUP' && pickupPointId !== null && (accepted || !mayPrepare)
  return (
    <>
      {mayPrepare && status === 'PREPARING' && !accepted && (
        <Button size='small' disabled={closing} loading={accept.pending} onTap={() => void accept.run()}>
          {t('accept')}
        </Button>
      )}
      {canArrive && (
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
