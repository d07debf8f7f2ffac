import {
  Button,
  Chip,
  ErrorView,
  Picture,
  Price,
  Sheet,
  SkeletonRows,
  Stepper,
  toast,
  useAction,
  useQuery,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { api, type Product, type SkuLive } from '../api'
import { go } from '../routes'
import { useCart } from '../stores/cart'
import { usePlace } from '../stores/place'
import { useSession } from '../stores/session'
import { reasonText, useT } from '../words'
import { availability, choose, findSku, type Specs, specNames, valuesOf } from './specs'
import { useBackInStock } from './use-back-in-stock'

type SkuSheetProps = {
  /** undefined: closed. */
  readonly productId: string | undefined
  readonly intent: 'cart' | 'buy'
  readonly onClose: () => void
}

const SCARCE = 10
const MOST = 99

/** Options, quantity and the live price of one product. */
export function SkuSheet({ productId, intent, onClose }: SkuSheetProps) {
  const t = useT()
  const communityId = usePlace(({ place }) => place?.communityId)
  const query = useQuery(productId && communityId && `${productId}/${communityId}`, async () => {
    const path = { id: productId ?? '' }
    const [product, skus] = await Promise.all([
      api.getProduct({ path }),
      api.getProductSkus({ path, query: { communityId: communityId ?? '' } }),
    ])
    return { product, live: skus.items }
  })
  return (
    <Sheet title={t('chooseSpec')} visible={productId !== undefined} onClose={onClose}>
      {query.failure && !query.data && (
        <ErrorView failure={query.failure} onRetry={() => void query.reload()} />
      )}
      {query.loading && <SkeletonRows rows={1} />}
      {query.data && (
        <SkuChoice
          key={query.data.product.id}
          product={query.data.product}
          live={query.data.live}
          intent={intent}
          onClose={onClose}
        />
      )}
    </Sheet>
  )
}

type SkuChoiceProps = {
  readonly product: Product
  readonly live: readonly SkuLive[]
  readonly intent: 'cart' | 'buy'
  readonly onClose: () => void
}

function SkuChoice({ product, live, intent, onClose }: SkuChoiceProps) {
  const t = useT()
  const [specs, setSpecs] = useState<Specs>(() => firstChoice(product, live))
  const [qty, setQty] = useState(1)
  const sku = findSku(product, specs)
  const now = live.find(({ skuId }) => skuId === sku?.id)
  const most = mostOf(now)
  const back = useBackInStock(product.id)
  useEffect(() => setQty((old) => Math.max(1, Math.min(old, most))), [most])
  const { run, pending } = useAction(async (): Promise<void> => {
    if (!sku) return
    onClose()
    if (!useSession.getState().tokens) return go('login')
    if (intent === 'buy') return go('checkout', { skuId: sku.id, qty })
    await useCart.getState().add(sku.id, qty)
    toast(t('added'))
  })
  return (
    <View>
      <View className='sku__head'>
        <Picture
          className='sku__picture'
          src={now?.imageUrl ?? sku?.imageUrl ?? product.images[0]?.url ?? ''}
          alt={product.name}
        />
        <View className='ll-grow'>
          <View className='ll-strong ll-clamp'>{product.name}</View>
          <Price fen={now?.priceFen ?? sku?.priceFen ?? 0} wasFen={now?.marketPriceFen ?? 0} size='lg' />
          <View className='ll-muted'>{stockText(now, t)}</View>
        </View>
      </View>
      {specNames(product).map((name) => (
        <View key={name} className='sku__spec'>
          <View className='ll-muted'>{name}</View>
          <View className='ll-wrap'>
            {valuesOf(product, name).map((value) => (
              <Chip
                key={value}
                selected={specs[name] === value}
                faint={availability(product, live, { specs, name, value }) ? undefined : t('soldOut')}
                onTap={() => setSpecs(choose(product, specs, { name, value }))}
              >
                {value}
              </Chip>
            ))}
          </View>
        </View>
      ))}
      <View className='sku__spec ll-between'>
        <View className='ll-muted'>{t('quantity')}</View>
        <Stepper
          value={qty}
          max={most}
          label={t('quantity')}
          disabled={!now?.purchasable}
          onChange={setQty}
        />
      </View>
      <View className='sku__foot'>
        {now?.reason === 'OUT_OF_STOCK' ? (
          <Button
            block
            size='large'
            kind={back.isWaiting(now.skuId) ? 'soft' : 'primary'}
            loading={back.pending}
            onTap={() => back.toggle(now.skuId)}
          >
            {t(back.isWaiting(now.skuId) ? 'backInStockWaits' : 'backInStock')}
          </Button>
        ) : (
          <Button block size='large' loading={pending} disabled={!now?.purchasable} onTap={() => void run()}>
            {now?.reason ? reasonText(now.reason, t) : t(intent === 'buy' ? 'buyNow' : 'addToCart')}
          </Button>
        )}
      </View>
    </View>
  )
}

const mostOf = (now: SkuLive | undefined): number =>
  Math.max(
    1,
    Math.min(
      now?.availableQty ?? 1,
      now?.limitPerOrder ?? MOST,
      (now?.limitPerDay ?? MOST) - (now?.boughtToday ?? 0),
    ),
  )

function firstChoice(product: Product, live: readonly SkuLive[]): Specs {
  const best =
    product.skus.find(({ id }) => live.some((each) => each.skuId === id && each.purchasable)) ??
    product.skus[0]
  return Object.fromEntries((best?.specs ?? []).map(({ name, value }) => [name, value]))
}

function stockText(now: SkuLive | undefined, t: ReturnType<typeof useT>): string {
  if (!now) return ''
  if (now.reason) return reasonText(now.reason, t)
  if (now.limitPerOrder !== null) return t('limitOrder', { n: now.limitPerOrder })
  if (now.limitPerDay !== null) return t('limitDay', { n: now.limitPerDay })
  return now.availableQty <= SCARCE ? t('stockLeft', { n: now.availableQty }) : ''
}
