import { Bone, Carousel, Picture, Tap, useQuery } from '@linli/mini-ui'
import { View } from '@tarojs/components'
import { api, type Banner } from '../../api'
import { follow } from '../../routes'
import { useT } from '../../words'

const EVERY_MS = 5000
const HEIGHT = 140

type BannersProps = {
  readonly communityId: string | undefined
  /** Changes when the page is pulled down. */
  readonly turn: number
}

/** What the shop has to show. Without an answer there is none: the goods below are what people came for. */
export function Banners({ communityId, turn }: BannersProps) {
  const t = useT()
  const query = useQuery(
    `${communityId ?? ''}/${turn}`,
    () => api.listBanners({ query: { position: 'home', communityId } }),
    { keep: true },
  )
  if (query.loading)
    return (
      <View className='banners'>
        <Bone height={HEIGHT} />
      </View>
    )
  const items = query.data?.items ?? []
  if (items.length === 0) return null
  return (
    <View className='banners'>
      <Carousel
        label={t('homeBanners')}
        everyMs={EVERY_MS}
        slides={items.map((banner) => ({ key: banner.id, content: <BannerSlide banner={banner} /> }))}
      />
    </View>
  )
}

function BannerSlide({ banner }: { readonly banner: Banner }) {
  const { title, subtitle, caption, imageUrl, link } = banner
  const isCaptioned = caption !== 'NONE'
  const inside = (
    <>
      <Picture
        className={`banner__picture ${isCaptioned ? 'banner__picture--captioned' : ''}`}
        src={imageUrl}
        alt={isCaptioned ? '' : title}
      />
      {isCaptioned && (
        <View className={`banner__caption banner__caption--${caption}`}>
          <View className='banner__title ll-clamp'>{title}</View>
          {subtitle !== '' && <View className='banner__subtitle ll-line'>{subtitle}</View>}
        </View>
      )}
    </>
  )
  return link === '' ? (
    <View className='banner'>{inside}</View>
  ) : (
    <Tap
      className='banner'
      label={subtitle === '' ? title : `${title} ${subtitle}`}
      onTap={() => follow(link)}
    >
      {inside}
    </Tap>
  )
}
