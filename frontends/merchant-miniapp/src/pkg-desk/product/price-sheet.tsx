import { Button, confirm, Field, money, parseYuan, Sheet, toast, useAction } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { api, type Product } from '../../api'
import { useT } from '../../words'
import { bodyOf, type ProductBody } from './body'

type PriceSheetProps = {
  readonly product: Product
  /** undefined: closed. */
  readonly skuId: string | undefined
  readonly onClose: () => void
  readonly onChanged: () => void
}

const FEN = 100

/** The product at another price of one SKU; a list price below it would be no list price. */
function bodyWith(product: Product, skuId: string, priceFen: number): ProductBody {
  const body = bodyOf(product)
  const skus = body.skus.map((sku) =>
    sku.id === skuId
      ? { ...sku, priceFen, marketPriceFen: Math.max(sku.marketPriceFen ?? 0, priceFen) }
      : sku,
  )
  return { ...body, skus }
}

export function PriceSheet({ product, skuId, onClose, onChanged }: PriceSheetProps) {
  const t = useT()
  const sku = product.allSkus.find(({ id }) => id === skuId)
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  useEffect(() => {
    setTried(false)
    if (sku) setText((sku.priceFen / FEN).toFixed(2))
  }, [sku])
  const fen = parseYuan(text)
  const save = useAction(async () => {
    setTried(true)
    if (!sku || fen === undefined || fen === 0) return
    const spec = sku.specText || product.name
    if (!(await confirm({ title: t('priceAsk', { spec, price: money(fen) }) }))) return
    await api.editMerchantProduct({ path: { id: product.id }, body: bodyWith(product, sku.id, fen) })
    toast(t('priceChanged'))
    onClose()
    onChanged()
  })
  return (
    <Sheet
      title={t('priceEdit')}
      visible={sku !== undefined}
      onClose={onClose}
      foot={
        <Button block size='large' loading={save.pending} onTap={() => void save.run()}>
          {t('save')}
        </Button>
      }
    >
      <View>
        <Field
          label={t('price')}
          type='digit'
          value={text}
          maxLength={10}
          error={tried && !fen ? t('priceWrong') : undefined}
          onChange={setText}
        />
      </View>
    </Sheet>
  )
}
