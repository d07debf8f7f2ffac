import { toast, useAction, useQuery } from '@linli/mini-ui'
import { api } from '../api'
import { go } from '../routes'
import { usePlace } from '../stores/place'
import { useSession, useSignedIn } from '../stores/session'
import { words } from '../words'
import { useSubscription } from './use-subscription'

/** "Tell me when it is back", per SKU of one product. */
export function useBackInStock(productId: string) {
  const signedIn = useSignedIn()
  const communityId = usePlace(({ place }) => place?.communityId)
  const subscription = useSubscription('BACK_IN_STOCK')
  const query = useQuery(signedIn && productId !== '' ? productId : undefined, () =>
    api.listStockSubscriptions({ query: { productId } }),
  )
  const waiting = query.data?.items ?? []
  const { run, pending } = useAction(async (skuId: string): Promise<void> => {
    if (!useSession.getState().tokens) return go('login')
    const known = waiting.find((each) => each.skuId === skuId)
    if (known) {
      await api.deleteStockSubscription({ path: { id: known.id } })
      query.replace({ items: waiting.filter(({ id }) => id !== known.id) })
      return toast(words.translate('backInStockOff'))
    }
    await subscription.ask()
    const added = await api.createStockSubscription({ body: { skuId, communityId: communityId ?? '' } })
    query.replace({ items: [...waiting, added] })
    toast(words.translate('backInStockOn'))
  })
  return {
    pending,
    isWaiting: (skuId: string): boolean => waiting.some((each) => each.skuId === skuId),
    toggle: (skuId: string): void => void run(skuId),
  }
}
