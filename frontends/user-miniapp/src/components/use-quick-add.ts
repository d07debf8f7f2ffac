import { toast, useAction } from '@linli/mini-ui'
import { useCallback, useState } from 'react'
import type { ProductItem } from '../api'
import { go } from '../routes'
import { useCart } from '../stores/cart'
import { useSession } from '../stores/session'
import { words } from '../words'

/** The `+` of a product: straight into the cart when there is one option, else the sheet is asked for. */
export function useQuickAdd() {
  const [choosing, setChoosing] = useState<string>()
  const { run } = useAction(async ({ id, skuId, skuCount }: ProductItem): Promise<void> => {
    if (!useSession.getState().tokens) return go('login')
    if (skuCount > 1) return setChoosing(id)
    await useCart.getState().add(skuId, 1)
    toast(words.translate('added'))
  })
  // One function for good: a card that is given another is drawn again.
  const add = useCallback((product: ProductItem): void => void run(product), [run])
  return { add, choosing, close: () => setChoosing(undefined) }
}
