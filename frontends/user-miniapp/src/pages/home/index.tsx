import { Empty, Icon, Picture, Tap, usePages, useQuery, useRefresh } from '@linli/mini-ui'
import { ScrollView, View } from '@tarojs/components'
import Taro, { useDidShow } from '@tarojs/taro'
import { api, type ProductItem } from '../../api'
import { ProductCard } from '../../components/product-card'
import { ProductList } from '../../components/product-list'
import { Screen } from '../../components/screen'
import { SkuSheet } from '../../components/sku-sheet'
import { useQuickAdd } from '../../components/use-quick-add'
import { go } from '../../routes'
import { useCart } from '../../stores/cart'
import { type Place, usePlace } from '../../stores/place'
import { useT } from '../../words'
import './index.scss'

const SHELF = 8
const PAGE = 20
const ENTRIES = 8

export default function Home() {
  const t = useT()
  const place = usePlace((state) => state.place)
  useDidShow(() => {
    // Only the badge on the tab: without it the home page is none the worse.
    useCart
      .getState()
      .load()
      .catch(() => useCart.getState().clear())
  })
  return (
    <Screen title={t('appName')} tab header={<Hero place={place} />}>
      {place ? (
        <Goods place={place} />
      ) : (
        <Empty
          icon='map-location'
          title={t('homeChoose')}
          note={t('homeChooseNote')}
          action={{ text: t('homeChooseAction'), onTap: () => go('place') }}
        />
      )}
    </Screen>
  )
}

/** Where we deliver to, and the way into search. */
function Hero({ place }: { readonly place: Place | undefined }) {
  const t = useT()
  return (
    <View className='hero'>
      <Tap className='hero__place' onTap={() => go('place')}>
        <Icon name='location' tone='inverse' size={20} />
        <View className='hero__name ll-line'>{place?.communityName ?? t('homeChooseAction')}</View>
        <Icon name='chevron-down' tone='inverse' size={18} />
      </Tap>
      <View className='hero__note ll-line'>
        {place?.pickupPointName ? t('homePickupAt', { name: place.pickupPointName }) : t('homeSlogan')}
      </View>
      <Tap className='hero__search' onTap={() => go('search')}>
        <Icon name='search' tone='muted' size={20} />
        <View>{t('homeSearch')}</View>
      </Tap>
    </View>
  )
}

function Goods({ place }: { readonly place: Place }) {
  const t = useT()
  const { communityId } = place
  const query = useQuery(communityId, async () => {
    const shelf = (slot: 'home_hot' | 'home_recommend') =>
      api.listRecommendations({ query: { slot, communityId, limit: SHELF } })
    const [categories, hot, recommended] = await Promise.all([
      api.getCategoryTree({}),
      shelf('home_hot'),
      shelf('home_recommend'),
    ])
    return { categories, hot: hot.items, recommended: recommended.items }
  })
  const all = usePages(communityId, (cursor) =>
    api.listProducts({ query: { communityId, cursor, limit: PAGE } }),
  )
  const quick = useQuickAdd()
  useRefresh(() => Promise.all([query.reload(), all.reload()]))
  return (
    <>
      {query.data && (
        <View className='entries'>
          {query.data.categories.slice(0, ENTRIES).map(({ id, name, iconUrl }) => (
            <Tap key={id} className='entries__one' onTap={() => openCategory(id)}>
              <Picture className='entries__icon' src={iconUrl} alt='' />
              <View className='entries__name ll-line'>{name}</View>
            </Tap>
          ))}
        </View>
      )}
      {query.data && (
        <>
          <Shelf title={t('homeHot')} products={query.data.hot} onAdd={quick.add} />
          <Shelf title={t('homeRecommend')} products={query.data.recommended} onAdd={quick.add} />
        </>
      )}
      <View className='heading'>{t('homeAll')}</View>
      <ProductList
        pages={all}
        empty={
          <Empty
            icon='shop'
            title={t('notServed')}
            note={t('notServedNote')}
            action={{ text: t('notServedAction'), onTap: () => go('place') }}
          />
        }
      />
      <SkuSheet productId={quick.choosing} intent='cart' onClose={quick.close} />
    </>
  )
}

type ShelfProps = {
  readonly title: string
  readonly products: readonly ProductItem[]
  readonly onAdd: (product: ProductItem) => void
}

/** A row that scrolls sideways; nothing at all when there is nothing on it. */
function Shelf({ title, products, onAdd }: ShelfProps) {
  if (products.length === 0) return null
  return (
    <>
      <View className='heading'>{title}</View>
      <ScrollView scrollX className='shelf'>
        {products.map((product) => (
          <View key={product.id} className='shelf__one'>
            <ProductCard product={product} onAdd={onAdd} />
          </View>
        ))}
      </ScrollView>
    </>
  )
}

/** A tab page takes no parameters: the choice travels beside it. */
function openCategory(id: string): void {
  Taro.setStorageSync('linli-user:category', id)
  go('category')
}
