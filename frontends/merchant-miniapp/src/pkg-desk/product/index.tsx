import {
  Button,
  Card,
  confirm,
  ErrorView,
  Picture,
  Price,
  SkeletonRows,
  Tag,
  toast,
  useAction,
  useQuery,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { api, type Inventory, type Product } from '../../api'
import { Screen } from '../../components/screen'
import { go } from '../../routes'
import { useMay } from '../../stores/desk'
import { useT } from '../../words'
import { PriceSheet } from './price-sheet'
import { StockSheet } from './stock-sheet'
import './index.scss'

const MOST_SKUS = 100

export default function ProductPage() {
  const t = useT()
  const { id = '' } = useRouter().params
  const seesStock = useMay('stock:read')
  const query = useQuery(id, async () => {
    const product = await api.getMerchantProduct({ path: { id } })
    const stock = seesStock
      ? await api.listMerchantInventories({ query: { productId: id, page: 1, pageSize: MOST_SKUS } })
      : undefined
    return { product, levels: stock?.items ?? [] }
  })
  const data = query.data
  return (
    <Screen title={t('productTitle')}>
      {query.loading && <SkeletonRows rows={2} />}
      {query.failure && !data && <ErrorView failure={query.failure} onRetry={() => void query.reload()} />}
      {data && (
        <>
          <Head product={data.product} onChanged={() => void query.reload()} />
          <Skus product={data.product} levels={data.levels} onChanged={() => void query.reload()} />
          <View className='product-note ll-muted'>{t('onlineNote')}</View>
        </>
      )}
    </Screen>
  )
}

/** The one step that a product takes next. */
const STEPS = {
  ON_SALE: { action: 'TAKE_OFF', word: 'takeOff', kind: 'plain', ask: 'takeOffAsk' },
  OFF_SALE: { action: 'PUT_ON', word: 'putOn', kind: 'primary', ask: undefined },
  DRAFT: { action: 'SUBMIT', word: 'submitReview', kind: 'primary', ask: undefined },
  PENDING_REVIEW: { action: 'WITHDRAW', word: 'withdraw', kind: 'plain', ask: undefined },
} as const

type PartProps = { readonly product: Product; readonly onChanged: () => void }

function Head({ product, onChanged }: PartProps) {
  const t = useT()
  const may = useMay('product:status')
  const mayWrite = useMay('product:write')
  const { id, name, subtitle, status, images } = product
  const step = status === 'RECYCLED' ? undefined : STEPS[status]
  const move = useAction(async () => {
    if (!step) return
    if (step.ask && !(await confirm({ title: t(step.ask, { name }) }))) return
    await api.changeMerchantProductStatus({
      path: { id },
      body: { action: step.action, reason: t(step.word) },
    })
    toast(t('statusChanged'))
    onChanged()
  })
  return (
    <Card pad={false}>
      <View className='line'>
        <Picture className='line__picture product-picture' src={images[0]?.url ?? ''} alt={name} />
        <View className='ll-grow'>
          <View className='ll-strong ll-clamp'>{name}</View>
          <View className='ll-muted ll-line'>{subtitle}</View>
          <Tag tone={status === 'ON_SALE' ? 'brand' : 'plain'}>{t(`status${status}`)}</Tag>
        </View>
        <View className='product-steps'>
          {may && step && (
            <Button size='small' kind={step.kind} loading={move.pending} onTap={() => void move.run()}>
              {t(step.word)}
            </Button>
          )}
          {mayWrite && status !== 'RECYCLED' && (
            <Button size='small' kind='plain' onTap={() => go('productEdit', id)}>
              {t('edit')}
            </Button>
          )}
        </View>
      </View>
    </Card>
  )
}

function Skus({ product, levels, onChanged }: PartProps & { readonly levels: readonly Inventory[] }) {
  const t = useT()
  const mayPrice = useMay('product:write')
  const mayStock = useMay('stock:adjust')
  const [pricing, setPricing] = useState<string>()
  const [stocking, setStocking] = useState<Inventory>()
  return (
    <>
      {product.allSkus.map(({ id, specText, code, priceFen, marketPriceFen }) => {
        const level = levels.find(({ skuId }) => skuId === id)
        return (
          <Card key={id}>
            <View className='ll-between'>
              <View>
                <View className='ll-strong'>{specText || product.name}</View>
                <View className='ll-muted'>{code}</View>
              </View>
              <Price fen={priceFen} wasFen={marketPriceFen} />
            </View>
            {level && (
              <View className='ll-inline product-levels'>
                <Tag>{t('onHand', { n: level.onHand })}</Tag>
                <Tag>{t('reserved', { n: level.reserved })}</Tag>
                <Tag tone={level.available <= level.lowStock ? 'amber' : 'brand'}>
                  {t('available', { n: level.available })}
                </Tag>
              </View>
            )}
            <View className='product-ways'>
              {mayPrice && (
                <Button size='small' kind='plain' onTap={() => setPricing(id)}>
                  {t('priceEdit')}
                </Button>
              )}
              {mayStock && level && (
                <Button size='small' kind='soft' onTap={() => setStocking(level)}>
                  {t('stockEdit')}
                </Button>
              )}
            </View>
          </Card>
        )
      })}
      <PriceSheet
        product={product}
        skuId={pricing}
        onClose={() => setPricing(undefined)}
        onChanged={onChanged}
      />
      <StockSheet level={stocking} onClose={() => setStocking(undefined)} onChanged={onChanged} />
    </>
  )
}
