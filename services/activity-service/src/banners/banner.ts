import { shapeOf } from '@linli/core'

export const POSITIONS = ['home'] as const
/** How title and subtitle stand on the picture; a picture that says it all has none. */
export const CAPTIONS = ['NONE', 'LIGHT', 'DARK'] as const

/** A picture at the top of a page (product.md A03). */
export type Banner = {
  readonly id: string
  readonly position: (typeof POSITIONS)[number]
  /** Also what a screen reader says. */
  readonly title: string
  readonly subtitle: string
  readonly caption: (typeof CAPTIONS)[number]
  readonly imageUrl: string
  readonly link: string
  /** Empty: everywhere. */
  readonly communityIds: readonly string[]
  readonly sort: number
  readonly startsAt: Date | null
  readonly endsAt: Date | null
  readonly enabled: boolean
  readonly version: number
}

/** What versions that run beside each other must agree on to share what is kept. */
export const BANNER_SHAPE = shapeOf<Banner>({
  id: true,
  position: true,
  title: true,
  subtitle: true,
  caption: true,
  imageUrl: true,
  link: true,
  communityIds: true,
  sort: true,
  startsAt: true,
  endsAt: true,
  enabled: true,
  version: true,
})

type Where = { readonly position: string; readonly communityId: string | undefined; readonly at: Date }

/** What a visitor of this place sees now; somebody without a place sees what is shown everywhere. */
export function shownAt(banners: readonly Banner[], { position, communityId, at }: Where): readonly Banner[] {
  return banners.filter(
    (banner) =>
      banner.position === position &&
      (banner.communityIds.length === 0 || banner.communityIds.includes(communityId ?? '')) &&
      (banner.startsAt === null || banner.startsAt <= at) &&
      (banner.endsAt === null || at < banner.endsAt),
  )
}
