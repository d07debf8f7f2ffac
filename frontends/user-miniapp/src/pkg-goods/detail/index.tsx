import {
  ActionBar,
  Button,
  Card,
  Carousel,
  Countdown,
  ErrorView,
  Icon,
  Picture,
  Price,
  Row,
  SkeletonRows,
  Tag,
  Tap,
  useQuery,
} from '@linli/mini-ui'
import { RichText, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { api, type Product, type SkuLive } from '../../api'
import { Screen } from '../../components/screen'
import { SkuSheet } from '../../components/sku-sheet'
import { useBackInStock } from '../../components/use-back-in-stock'
import { go } from '../../routes'
import { useCart } from '../../stores/cart'
import { usePlace } from '../../stores/place'
import { reasonText, useT } from '../../words'
import './index.scss'

const HOURS_A_DAY = 24

export default function Detail() {
  const t = useT()
  const { id = '' } = useRouter().params
  const communityId = usePlace(({ place }) => place?.communityId)
  const [intent, setIntent] = useState<'cart' | 'buy'>()
  const query = useQuery(`${id}/${communityId ?? ''}`, async () => {
    const [product, live, tags] = await Promise.all([
      api.getProduct({ path: { id } }),
      communityId ? api.getProductSkus({ path: { id }, query: { communityId } }) : undefined,
      api.listPromotionTags({ query: { productIds: id, communityId } }),
    ])
    return { product, live: live?.items ?? [], tags: tags.items[0]?.tags ?? [] }
  })
  const count = useCart(({ cart }) => cart?.itemCount ?? 0)
  const data = query.data
  const choose = (what: 'cart' | 'buy'): void => (communityId ? setIntent(what) : go('place'))
  return (
    <Screen title={t('productTitle')} bar>
      {query.loading && <SkeletonRows rows={3} />}
      {query.failure && !data && <ErrorView failure={query.failure} onRetry={() => void query.reload()} />}
      {data && (
        <>
          <Gallery product={data.product} />
          <Card>
            <PriceLine product={data.product} live={data.live} />
            <View className='detail__name'>{data.product.name}</View>
            <View className='ll-muted'>{data.product.subtitle}</View>
            {data.tags.length > 0 && (
              <View className='detail__promotions'>
                {data.tags.map((tag) => (
                  <View key={tag.promotionId} className='ll-inline'>
                    <Tag tone='price'>{tag.text}</Tag>
                    <View className='ll-muted'>
                      {t('endsIn')} <Countdown until={tag.endsAt} onEnd={() => void query.reload()} />
                    </View>
                  </View>
                ))}
              </View>
            )}
          </Card>
          <Card pad={false}>
            <Row
              title={t('chooseSpec')}
              value={data.product.skus.map(({ specText }) => specText).join(' / ')}
              onTap={() => choose('cart')}
            />
          </Card>
          <Facts product={data.product} />
          <Card title={t('details')}>
            <RichText className='detail__html' nodes={data.product.detailHtml} />
          </Card>
          <ActionBar>
            <Tap className='detail__cart' label={`${t('cartTitle')} ${count}`} onTap={() => go('cart')}>
              <Icon name='cart' size={24} />
              {count > 0 && <View className='ll-tabs__count detail__count'>{count}</View>}
            </Tap>
            <Ways
              productId={id}
              live={data.live}
              // Without a place nothing is known of the stock: it is asked for first.
              buyable={communityId === undefined || data.live.some(({ purchasable }) => purchasable)}
              onChoose={choose}
            />
          </ActionBar>
          <SkuSheet productId={intent && id} intent={intent ?? 'cart'} onClose={() => setIntent(undefined)} />
        </>
      )}
    </Screen>
  )
}

type WaysProps = {
  readonly productId: string
  readonly live: readonly SkuLive[]
  readonly buyable: boolean
  readonly onChoose: (intent: 'cart' | 'buy') => void
}

/** What can be done with it: bought, waited for, or nothing. */
function Ways({ productId, live, buyable, onChoose }: WaysProps) {
  const t = useT()
  const back = useBackInStock(productId)
  const soldOut = live.filter(({ reason }) => reason === 'OUT_OF_STOCK')
  const [only] = soldOut
  if (buyable)
    return (
      <View className='detail__buttons'>
        <Button kind='soft' size='large' block onTap={() => onChoose('cart')}>
          {t('addToCart')}
        </Button>
        <Button size='large' block onTap={() => onChoose('buy')}>
          {t('buyNow')}
        </Button>
      </View>
    )
  if (only)
    return (
      <View className='ll-grow'>
        <Button
          size='large'
          block
          kind={back.isWaiting(only.skuId) ? 'soft' : 'primary'}
          loading={back.pending}
          // Of several options one says first which.
          onTap={() => (soldOut.length > 1 ? onChoose('cart') : back.toggle(only.skuId))}
        >
          {t(back.isWaiting(only.skuId) ? 'backInStockWaits' : 'backInStock')}
        </Button>
      </View>
    )
  return (
    <View className='ll-grow'>
      <Button size='large' block disabled onTap={() => undefined}>
        {reasonText(live[0]?.reason, t)}
      </Button>
    </View>
  )
}

function Gallery({ product }: { readonly product: Product }) {
  const t = useT()
  return (
    <View className='gallery'>
      <Carousel
        label={t('gallery')}
        slides={product.images.map(({ key, url }) => ({
          key,
          content: (
            <View className='gallery__one'>
              <Picture className='gallery__picture' src={url} alt={product.name} />
            </View>
          ),
        }))}
      />
    </View>
  )
}

type PriceLineProps = {
  readonly product: Product
  readonly live: readonly { priceFen: number; marketPriceFen: number }[]
}

function PriceLine({ product, live }: PriceLineProps) {
  const prices = live.length > 0 ? live : product.skus
  const lowest = [...prices].sort((a, b) => a.priceFen - b.priceFen)[0]
  const several = new Set(prices.map(({ priceFen }) => priceFen)).size > 1
  return <Price fen={lowest?.priceFen ?? 0} wasFen={lowest?.marketPriceFen ?? 0} size='lg' from={several} />
}

function Facts({ product }: { readonly product: Product }) {
  const t = useT()
  const { storageType, origin, shelfLifeHours, allergens, deliveryModes, fresh } = product
  const life =
    shelfLifeHours >= HOURS_A_DAY
      ? t('shelfDays', { n: Math.floor(shelfLifeHours / HOURS_A_DAY) })
      : t('shelfHours', { n: shelfLifeHours })
  return (
    <Card pad={false}>
      <Row title={t('storage')} value={t(`storage${storageType}`)} tone='strong' />
      {origin !== '' && <Row title={t('origin')} value={origin} tone='strong' />}
      {shelfLifeHours > 0 && <Row title={t('shelfLife')} value={life} tone='strong' />}
      {allergens.length > 0 && <Row title={t('allergens')} value={allergens.join('、')} tone='strong' />}
      <Row
        title={t('delivery')}
        value={deliveryModes.map((mode) => t(`mode${mode}`)).join(' · ')}
        tone='strong'
      />
      {fresh && <View className='detail__fresh'>{t('freshNote')}</View>}
    </Card>
  )
}
