import { Button, confirm, Field, money, parseYuan, Sheet, toast, useAction } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { api, type Product } from '../../api'
import { useT } from '../../words'

type PriceSheetProps = {
  readonly product: Product
  /** undefined: closed. */
  readonly skuId: string | undefined
  readonly onClose: () => void
  readonly onChanged: () => void
}

const FEN = 100

/** The API takes a whole product: everything else goes back as it came, on the version that was read. */
function bodyWith(product: Product, skuId: string, priceFen: number) {
  const { categoryId, name, subtitle, origin, storageType, shelfLifeHours, fresh, allergens, unit } = product
  const { deliveryModes, detailHtml, tags, sort, version, images, video, allSkus } = product
  return {
    ...{ categoryId, name, subtitle, origin, storageType, shelfLifeHours, fresh, allergens, unit },
    ...{ deliveryModes, detailHtml, tags, sort, version },
    images: images.map(({ key }) => key),
    ...(video && { video: video.key }),
    skus: allSkus
      .filter(({ enabled }) => enabled)
      .map(({ id, code, specs, costFen, netWeightG, volumeCm3, stockFactor, ...sku }) => ({
        ...{ id, code, specs, costFen, netWeightG, volumeCm3, stockFactor },
        priceFen: id === skuId ? priceFen : sku.priceFen,
        marketPriceFen: Math.max(sku.marketPriceFen, id === skuId ? priceFen : 0),
        ...(sku.image !== null && { image: sku.image }),
        ...(sku.limitPerOrder !== null && { limitPerOrder: sku.limitPerOrder }),
        ...(sku.limitPerDay !== null && { limitPerDay: sku.limitPerDay }),
      })),
  }
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
