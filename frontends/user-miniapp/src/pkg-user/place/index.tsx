import {
  Button,
  confirm,
  Empty,
  ErrorView,
  Icon,
  SearchBar,
  Sheet,
  SkeletonRows,
  Tag,
  Tap,
  toast,
  useAction,
  useQuery,
} from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { api, type Community } from '../../api'
import { useConsentGate } from '../../components/consent-gate'
import { Screen } from '../../components/screen'
import { locate } from '../../platform/wechat'
import type { Point } from '../../platform/wechat.types'
import { go, goBack } from '../../routes'
import { type CartDiff, diffOf, useCart } from '../../stores/cart'
import { usePlace } from '../../stores/place'
import { useSession } from '../../stores/session'
import { useT } from '../../words'
import './index.scss'

const LIMIT = 30
const TYPING_MS = 250
const KM = 1000

export default function ChoosePlace() {
  const t = useT()
  const [text, setText] = useState('')
  const [keyword, setKeyword] = useState('')
  const [here, setHere] = useState<Point>()
  const [community, setCommunity] = useState<Community>()
  useEffect(() => {
    const timer = setTimeout(() => setKeyword(text.trim()), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
  const query = useQuery(`${keyword}/${here ? `${here.lng},${here.lat}` : ''}`, async () => {
    if (keyword === '' && here) return (await api.listNearbyCommunities({ query: here })).items
    return (await api.listCommunities({ query: { ...(keyword && { keyword }), limit: LIMIT } })).items
  })
  const consent = useConsentGate()
  const find = useAction(async () => {
    const point = await locate()
    if (point) setHere(point)
    else toast(t('placeDenied'))
  })
  const title = keyword !== '' ? 'placeFound' : here && 'placeNearby'
  return (
    <Screen title={t('placeTitle')}>
      <View className='place__bar'>
        <SearchBar
          value={text}
          placeholder={t('placeSearch')}
          onChange={setText}
          onSubmit={(q) => setKeyword(q.trim())}
        />
        <Button kind='soft' block loading={find.pending} onTap={() => consent.pass(() => void find.run())}>
          {t(find.pending ? 'placeLocating' : 'placeLocate')}
        </Button>
      </View>
      {query.loading && <SkeletonRows rows={3} />}
      {query.failure && !query.data && (
        <ErrorView failure={query.failure} onRetry={() => void query.reload()} />
      )}
      {query.data?.length === 0 && (
        <Empty icon='map-location' title={t('placeNone')} note={t('placeNoneNote')} />
      )}
      {title && (query.data?.length ?? 0) > 0 && <View className='place__heading'>{t(title)}</View>}
      <View className='ll-card'>
        {query.data?.map((item) => (
          <CommunityRow key={item.id} community={item} onTap={() => setCommunity(item)} />
        ))}
      </View>
      <Points community={community} onClose={() => setCommunity(undefined)} />
      {consent.sheet}
    </Screen>
  )
}

type CommunityRowProps = {
  readonly community: Community & { readonly distanceM?: number }
  readonly onTap: () => void
}

function CommunityRow({ community, onTap }: CommunityRowProps) {
  const t = useT()
  const { name, address, district, open, distanceM } = community
  return (
    <Tap className='ll-row' disabled={!open} onTap={onTap}>
      <Icon name='location' tone='brand' size={22} />
      <View className='ll-row__main'>
        <View className='ll-inline'>
          <View className='ll-strong'>{name}</View>
          {!open && <Tag>{t('placeClosed')}</Tag>}
        </View>
        <View className='ll-row__note ll-line'>
          {district} {address}
        </View>
      </View>
      {distanceM !== undefined && (
        <View className='ll-muted'>
          {distanceM < KM
            ? t('placeDistance', { m: distanceM })
            : t('placeDistanceKm', { km: (distanceM / KM).toFixed(1) })}
        </View>
      )}
    </Tap>
  )
}

const changesOf = ({ gone, dearer, cheaper }: CartDiff, t: ReturnType<typeof useT>): readonly string[] => [
  ...(gone > 0 ? [t('diffGone', { n: gone })] : []),
  ...(dearer > 0 ? [t('diffDearer', { n: dearer })] : []),
  ...(cheaper > 0 ? [t('diffCheaper', { n: cheaper })] : []),
]

type PointsProps = { readonly community: Community | undefined; readonly onClose: () => void }

/** The choice is made here: a community and one of its points. The cart is checked anew for the new place. */
function Points({ community, onClose }: PointsProps) {
  const t = useT()
  const query = useQuery(community?.id, () =>
    api.listPickupPoints({ query: { communityId: community?.id ?? '' } }),
  )
  const choose = useAction(async (id: string, name: string) => {
    if (!community) return
    if (useSession.getState().tokens) await api.setMyPickupPoint({ body: { pickupPointId: id } })
    usePlace.getState().choose({
      communityId: community.id,
      communityName: community.name,
      pickupPointId: id,
      pickupPointName: name,
    })
    const before = useCart.getState().cart
    await useCart.getState().load()
    const after = useCart.getState().cart
    onClose()
    const changes = changesOf(diffOf(before, after), t)
    if (changes.length === 0) {
      const hasGoods = (after?.itemCount ?? 0) > 0
      toast(hasGoods ? t('placeSwitchCart') : t('placeChosen', { name: community.name }))
      return goBack()
    }
    const look = await confirm({
      title: t('diffTitle'),
      text: [t('diffText', { name: community.name }), ...changes].join('\n'),
      confirmText: t('diffGo'),
      cancelText: t('diffStay'),
    })
    if (look) go('cart')
    else goBack()
  })
  return (
    <Sheet
      title={t('placePoints', { name: community?.name ?? '' })}
      visible={community !== undefined}
      onClose={onClose}
    >
      {query.loading && <SkeletonRows rows={2} />}
      {query.failure && !query.data && (
        <ErrorView failure={query.failure} onRetry={() => void query.reload()} />
      )}
      {query.data?.items.map(({ id, name, address, openingHours, open, coldStorage }) => (
        <Tap
          key={id}
          className='ll-row place__point'
          disabled={!open || choose.pending}
          onTap={() => void choose.run(id, name)}
        >
          <Icon name='shop' tone='brand' size={22} />
          <View className='ll-row__main'>
            <View className='ll-inline'>
              <View className='ll-strong'>{name}</View>
              {coldStorage && <Tag tone='brand'>{t('placeCold')}</Tag>}
              {!open && <Tag tone='amber'>{t('placePointClosed')}</Tag>}
            </View>
            <View className='ll-row__note'>{address}</View>
            <View className='ll-row__note'>{t('openingHours', { hours: openingHours })}</View>
          </View>
        </Tap>
      ))}
    </Sheet>
  )
}
