import { confirm, money, serverNow, toast, useAction } from '@linli/mini-ui'
import { useRef } from 'react'
import { api, errorCode, newKey, type Settlement } from '../../api'
import { goInstead } from '../../routes'
import { useCart } from '../../stores/cart'
import { words } from '../../words'
import { startPayment } from '../start-payment'
import type { useSettlement } from './use-settlement'

/** PRICE_CHANGED, QUOTE_EXPIRED, QUOTE_USED: only a new quote helps. */
const STALE_QUOTE = [1310, 1311, 1313]

/**
 * Places the order. One idempotency key belongs to one quote: pressing again after a lost answer finds the same
 * order. A price that has moved is shown before anything is ordered.
 */
export function useSubmit(settling: ReturnType<typeof useSettlement>, remark: string) {
  const attempt = useRef<{ token: string; key: string }>()
  const { translate: t } = words

  const agreeToDrift = async (before: Settlement): Promise<Settlement | undefined> => {
    const after = await settling.settleAgain()
    settling.replace(after)
    const moved = after.totals.payableFen !== before.totals.payableFen
    if (!moved) return after
    const agreed = await confirm({
      title: t('driftTitle'),
      text: t('driftText', {
        before: money(before.totals.payableFen),
        after: money(after.totals.payableFen),
      }),
      confirmText: t('driftGo'),
    })
    return agreed ? after : undefined
  }

  const place = async (settlement: Settlement): Promise<string | undefined> => {
    const { quoteToken } = settlement
    if (quoteToken === null) {
      toast(settlement.blockers[0]?.message ?? t('blockersTitle'))
      return undefined
    }
    if (attempt.current?.token !== quoteToken) attempt.current = { token: quoteToken, key: newKey() }
    const order = await api.createOrder({ body: { quoteToken, remark }, key: attempt.current.key })
    return order.id
  }

  const { run, pending } = useAction(async (): Promise<void> => {
    let settlement = settling.settlement
    if (!settlement) return
    const expires = settlement.quoteExpiresAt
    if (expires !== null && Date.parse(expires) <= serverNow()) settlement = await agreeToDrift(settlement)
    if (!settlement) return
    const id = await place(settlement).catch(async (error: unknown) => {
      if (!settlement || !STALE_QUOTE.includes(errorCode(error))) throw error
      const agreed = await agreeToDrift(settlement)
      return agreed && place(agreed)
    })
    if (!id) return
    useCart.getState().clear()
    await startPayment(id).catch((error: unknown) => {
      // The order stands: it waits in the list to be paid.
      goInstead('order', { id })
      throw error
    })
  })
  return { submit: run, pending }
}
