import { badgeTab, toast, useConnection } from '@linli/mini-ui'
import { create } from 'zustand'
import { api } from '../api'
import { chime } from '../platform/chime'
import { words } from '../words'
import { useDesk } from './desk'
import { sendScans } from './offline-scans'
import { useSession } from './session'

const EVERY_MS = 15_000
const ORDERS_TAB = 1
/** One more than a badge can say. */
const LOOK = 100

type Watch = {
  /** Goes up with every look that found something new: lists load again. */
  readonly beat: number
  readonly unread: number
  /** Orders that wait to be accepted, as last seen. */
  readonly waiting: readonly string[] | undefined
}

/** Looks for new orders and messages while the app is open, rings, and sends what was scanned offline. */
export const useWatch = create<Watch>()(() => ({ beat: 0, unread: 0, waiting: undefined }))

async function look(): Promise<void> {
  if (!useSession.getState().tokens) return useWatch.setState({ waiting: undefined, unread: 0 })
  const seesOrders = useDesk.getState().me?.permissions.includes('order:read') ?? false
  const [counts, orders] = await Promise.all([
    api.getUnreadCounts({}),
    seesOrders
      ? api.listMerchantOrders({ query: { status: 'PREPARING', accepted: false, limit: LOOK } })
      : undefined,
  ])
  const waiting = orders?.items.map(({ id }) => id)
  const before = useWatch.getState().waiting
  const fresh = before && waiting ? waiting.filter((id) => !before.includes(id)).length : 0
  const moved = before !== undefined && waiting !== undefined && before.join() !== waiting.join()
  useWatch.setState(({ beat }) => ({ waiting, unread: counts.total, beat: moved ? beat + 1 : beat }))
  badgeTab(ORDERS_TAB, waiting?.length ?? 0)
  if (fresh === 0) return
  chime('news')
  toast(words.translate('newOrders', { n: fresh }))
}

/** Tells how it went; while nobody answers there is nothing to tell. */
async function deliverScans(): Promise<void> {
  const { done, refused } = await sendScans()
  if (done > 0) toast(words.translate('offlineSent', { n: done }))
  if (refused === 0) return
  chime('wrong')
  toast(words.translate('offlineRefused', { n: refused }))
}

const nothing = (): void => undefined

/** Call once at launch. A look that fails is followed by the next. */
export function keepWatch(): void {
  const again = (): void => void setTimeout(run, EVERY_MS)
  const run = (): void => void Promise.all([look(), deliverScans()]).then(again, again)
  // What is known of the person is from last time.
  if (useSession.getState().tokens) useDesk.getState().load().catch(nothing)
  useConnection.subscribe(({ online }) => {
    if (online) deliverScans().catch(nothing)
  })
  useDesk.subscribe(({ me }, old) => {
    if (me?.id !== old.me?.id || me?.merchantId !== old.me?.merchantId) {
      useWatch.setState({ waiting: undefined, unread: 0 })
      look().catch(nothing)
    }
  })
  run()
}
