import { Empty, Icon, Tap, usePages, useQuery, useRefresh } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useDidShow } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { api } from '../../api'
import { useConsentGate } from '../../components/consent-gate'
import { PagePopup } from '../../components/page-popup'
import { ProductList } from '../../components/product-list'
import { Screen } from '../../components/screen'
import { SkuSheet } from '../../components/sku-sheet'
import { useQuickAdd } from '../../components/use-quick-add'
import { go } from '../../routes'
import { useCart } from '../../stores/cart'
import { type Place, usePlace } from '../../stores/place'
import { useSignedIn } from '../../stores/session'
import { useUnread } from '../../stores/unread'
import { useT } from '../../words'
import { Banners } from './banners'
import { Shelves } from './shelves'
import './index.scss'

const SHELF = 8
const PAGE = 20

export default function Home() {
  const t = useT()
  const place = usePlace((state) => state.place)
  const signedIn = useSignedIn()
  const consent = useConsentGate()
  useDidShow(() => {
    // Only the badges on the tabs: without them the home page is none the worse.
    const { load, clear } = useCart.getState()
    load().catch(clear)
    useUnread
      .getState()
      .load()
      .catch(() => undefined)
  })
  // The texts may have changed since this person agreed to them.
  useEffect(() => {
    if (signedIn) consent.pass(() => undefined)
  }, [signedIn])
  return (
    <Screen title={t('appName')} tab header={<Hero place={place} />}>
      {place ? (
        <Goods place={place} />
      ) : (
        <>
          <Banners communityId={undefined} turn={0} />
          <Empty
            icon='map-location'
            title={t('homeChoose')}
            note={t('homeChooseNote')}
            action={{ text: t('homeChooseAction'), onTap: () => go('place') }}
          />
        </>
      )}
      {consent.sheet}
    </Screen>
  )
}

/** Where we deliver to, and the way into search. */
function Hero({ place }: { readonly place: Place | undefined }) {
  const t = useT()
  return (
    <View className='hero'>
      <Tap className='hero__place' onTap={() => go('place')}>
        <Icon name='location' tone='light' size={20} />
        <View className='hero__name ll-line'>{place?.communityName ?? t('homeChooseAction')}</View>
        <Icon name='chevron-down' tone='light' size={18} />
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
  const [turn, setTurn] = useState(0)
  const front = useQuery(communityId, async () => {
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
  const hasGoods = all.items.length > 0
  useRefresh(() => {
    setTurn((n) => n + 1)
    return Promise.all([front.reload(), all.reload()])
  })
  // Trying the list again brings back what failed above it.
  useEffect(() => {
    if (hasGoods && front.failure) void front.reload()
  }, [hasGoods])
  return (
    <>
      <Banners communityId={communityId} turn={turn} />
      <Shelves query={front} onAdd={quick.add} />
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
      <PagePopup page='home' ready={hasGoods} />
    </>
  )
}
