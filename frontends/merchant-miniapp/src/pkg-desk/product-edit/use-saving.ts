import { type Action, errorCode, toast, useAction } from '@linli/mini-ui'
import { useRef } from 'react'
import { api, newKey, type Product } from '../../api'
import { goInstead } from '../../routes'
import { useProductDraft } from '../../stores/product-draft'
import { useT } from '../../words'
import type { FirstStock } from './first-stock'
import { createBodyOf, editBodyOf, type ProductForm } from './form'

const SKU_CODE_TAKEN = 1211
const BASE = 36

/** People do not look at it; it has to be unlike any other of the shop's. */
const newCode = (): string =>
  `M${Date.now().toString(BASE)}${Math.random().toString(BASE).slice(2, 6)}`.toUpperCase()

type Saving = {
  readonly product: Product | undefined
  readonly form: ProductForm
  readonly stock: FirstStock
  /** Whether it may be saved as it is; shows what is wrong when not. */
  readonly check: (forReview: boolean) => boolean
}

/**
 * Saves a product in up to three steps: the product, its first stock, its review. Each is done once, however often the
 * button is pressed after an answer was lost.
 */
export function useSaving({ product, form, stock, check }: Saving): Action<[forReview: boolean]> {
  const t = useT()
  const code = useRef(newCode())
  const stockKey = useRef(newKey())
  const saved = useRef(product)
  const stocked = useRef(false)
  return useAction(
    async (forReview: boolean) => {
      if (!check(forReview)) return
      const made = saved.current
      const next = made
        ? await api.editMerchantProduct({ path: { id: made.id }, body: editBodyOf(form, made) })
        : await api.createMerchantProduct({
            body: createBodyOf(form, { code: code.current, dimension: t('spec') }),
          })
      saved.current = next
      const [sku] = next.allSkus
      if (sku && !product && !stocked.current && Number(stock.qty) > 0) {
        await api.adjustMerchantInventory({
          path: { skuId: sku.id },
          body: {
            warehouseId: stock.warehouseId,
            type: 'INBOUND',
            qty: Number(stock.qty),
            reason: t('firstStock'),
          },
          key: stockKey.current,
        })
        stocked.current = true
      }
      if (forReview)
        saved.current = await api.changeMerchantProductStatus({
          path: { id: next.id },
          body: { action: 'SUBMIT', reason: '' },
        })
      if (!product) useProductDraft.getState().keep(undefined)
      toast(t(forReview ? 'submitted' : 'saved'))
      goInstead('product', next.id)
    },
    (error) => {
      if (errorCode(error) !== SKU_CODE_TAKEN || saved.current) return false
      // Our own code: the product was made, only its answer was lost.
      useProductDraft.getState().keep(undefined)
      toast(t('savedBefore'))
      goInstead('goods')
      return true
    },
  )
}
