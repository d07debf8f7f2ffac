import { createHash } from 'node:crypto'
import { type BusinessDay, shapeOf } from '@linli/core'

export const PAGES = ['home', 'category', 'cart', 'me', 'product'] as const
export const AUDIENCES = ['ALL', 'NEW', 'RETURNING'] as const
export const FREQUENCIES = ['ONCE', 'DAILY', 'ALWAYS', 'TOTAL'] as const
export const STATUSES = ['ACTIVE', 'PAUSED'] as const
export const EVENTS = ['EXPOSURE', 'CLICK', 'CLOSE'] as const
export type PopupPage = (typeof PAGES)[number]
export type PopupEvent = (typeof EVENTS)[number]

/** What comes up over a page: a picture, words, and a way on or a coupon (product.md A01). */
export type Popup = {
  readonly id: string
  /** In the console. */
  readonly name: string
  readonly title: string
  readonly body: string
  /** Empty: words alone. */
  readonly imageUrl: string
  readonly link: string
  /** A coupon to claim; then there is no link. */
  readonly couponTemplateId: string | null
  readonly pages: readonly PopupPage[]
  /** Who has not completed an order yet is new, a guest too. */
  readonly audience: (typeof AUDIENCES)[number]
  /** Empty: everywhere. */
  readonly communityIds: readonly string[]
  readonly startsAt: Date | null
  readonly endsAt: Date | null
  readonly priority: number
  /** Share among those of one priority: an A/B test. */
  readonly weight: number
  readonly frequency: (typeof FREQUENCIES)[number]
  /** Of TOTAL. */
  readonly times: number | null
  readonly status: (typeof STATUSES)[number]
  readonly version: number
}

/** What versions that run beside each other must agree on to share what is kept. */
export const POPUP_SHAPE = shapeOf<Popup>({
  id: true,
  name: true,
  title: true,
  body: true,
  imageUrl: true,
  link: true,
  couponTemplateId: true,
  pages: true,
  audience: true,
  communityIds: true,
  startsAt: true,
  endsAt: true,
  priority: true,
  weight: true,
  frequency: true,
  times: true,
  status: true,
  version: true,
})

/** How often one viewer has seen a popup, and on which day for the last time. */
export type Seen = { readonly exposures: number; readonly lastDay: BusinessDay | null }

/** Whether this viewer may see it again today. */
export function mayShow(
  { frequency, times }: Pick<Popup, 'frequency' | 'times'>,
  seen: Seen | undefined,
  today: BusinessDay,
): boolean {
  if (seen === undefined || frequency === 'ALWAYS') return true
  if (frequency === 'DAILY') return seen.lastDay !== today
  return seen.exposures < (frequency === 'ONCE' ? 1 : (times ?? 0))
}

type View = {
  readonly page: PopupPage
  readonly communityId: string | undefined
  readonly at: Date
  /** Whoever looks: the same viewer stays in the same arm of a test. */
  readonly viewer: string
}

/** Popups of this page, place and moment, in the order in which to try them. */
export function candidatesFor(popups: readonly Popup[], view: View): readonly Popup[] {
  const { page, communityId, at, viewer } = view
  return popups
    .filter(
      (popup) =>
        popup.pages.includes(page) &&
        (popup.communityIds.length === 0 || popup.communityIds.includes(communityId ?? '')) &&
        (popup.startsAt === null || popup.startsAt <= at) &&
        (popup.endsAt === null || at < popup.endsAt),
    )
    .map((popup) => ({ popup, rank: ticketOf(viewer, popup.id) ** (1 / popup.weight) }))
    .sort((a, b) => b.popup.priority - a.popup.priority || b.rank - a.rank)
    .map(({ popup }) => popup)
}

const TICKETS = 2 ** 32

/**
 * A number between 0 and 1, always the same for a viewer and a popup. Raised to 1/weight, the largest of several wins
 * as often as its weight says (Efraimidis and Spirakis).
 */
const ticketOf = (viewer: string, popupId: string): number =>
  (createHash('sha256').update(`${viewer}:${popupId}`).digest().readUInt32BE() + 0.5) / TICKETS

/** What its parts say about each other. @returns the field that makes no sense */
export function wrongField(popup: Omit<Popup, 'id' | 'version' | 'status'>): string | undefined {
  if ((popup.frequency === 'TOTAL') !== (popup.times !== null)) return 'times'
  if (popup.couponTemplateId !== null && popup.link !== '') return 'link'
  if (popup.startsAt && popup.endsAt && popup.endsAt <= popup.startsAt) return 'endsAt'
  return undefined
}
