import {
  Button,
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
import { Screen } from '../../components/screen'
import { locate } from '../../platform/wechat'
import type { Point } from '../../platform/wechat.types'
import { goBack } from '../../routes'
import { useCart } from '../../stores/cart'
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
  const find = useAction(async () => {
    const point = await locate()
    if (point) setHere(point)
    else toast(t('placeDenied'))
  })
  return (
    <Screen title={t('placeTitle')}>
      <View className='place__bar'>
        <SearchBar
          value={text}
          placeholder={t('placeSearch')}
          onChange={setText}
          onSubmit={(q) => setKeyword(q.trim())}
        />
        <Button kind='soft' block loading={find.pending} onTap={() => void find.run()}>
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
      <View className='ll-card'>
        {query.data?.map((item) => (
          <CommunityRow key={item.id} community={item} onTap={() => setCommunity(item)} />
        ))}
      </View>
      <Points community={community} onClose={() => setCommunity(undefined)} />
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
    await useCart.getState().load()
    const hasGoods = (useCart.getState().cart?.itemCount ?? 0) > 0
    toast(hasGoods ? t('placeSwitchCart') : t('placeChosen', { name: community.name }))
    onClose()
    goBack()
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
