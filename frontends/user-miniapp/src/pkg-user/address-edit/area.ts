import type { CommunityDetail } from '../../api'
import type { Point } from '../../platform/wechat.types'

/** Where a community ends: at its fence, or so far from its centre. */
export type Area = Pick<CommunityDetail, 'lng' | 'lat' | 'fence' | 'radiusM'>
/** A place on the drawing, as shares of its side from the north-west. */
export type Spot = { readonly x: number; readonly y: number }
/** What the drawing shows: a square on the ground. */
export type Frame = {
  readonly west: number
  readonly north: number
  readonly lngSpan: number
  readonly latSpan: number
}

const METRES_A_DEGREE = 111_195
const ROUND = 48
const MARGIN = 0.14
/** A tenth of a metre. */
const DIGITS = 6

const shrink = (lat: number): number => Math.cos((lat * Math.PI) / 180)

/** The corners of an area; a circle becomes a polygon. */
export function outlineOf({ lng, lat, fence, radiusM }: Area): readonly Point[] {
  if (fence) return fence.map(([east, north]) => ({ lng: east, lat: north }))
  const degrees = (radiusM ?? 0) / METRES_A_DEGREE
  return Array.from({ length: ROUND }, (_, n) => {
    const angle = (n / ROUND) * 2 * Math.PI
    return { lng: lng + (Math.sin(angle) * degrees) / shrink(lat), lat: lat + Math.cos(angle) * degrees }
  })
}

/** A square around the outline with some room about it. */
export function frameOf(outline: readonly Point[]): Frame {
  const lngs = outline.map(({ lng }) => lng)
  const lats = outline.map(({ lat }) => lat)
  const [west, east] = [Math.min(...lngs), Math.max(...lngs)]
  const [south, north] = [Math.min(...lats), Math.max(...lats)]
  const narrow = shrink((south + north) / 2)
  const side = Math.max((east - west) * narrow, north - south) * (1 + 2 * MARGIN)
  return {
    west: (west + east) / 2 - side / narrow / 2,
    north: (south + north) / 2 + side / 2,
    lngSpan: side / narrow,
    latSpan: side,
  }
}

export const spotOf = ({ west, north, lngSpan, latSpan }: Frame, { lng, lat }: Point): Spot => ({
  x: (lng - west) / lngSpan,
  y: (north - lat) / latSpan,
})

export const pointOf = ({ west, north, lngSpan, latSpan }: Frame, { x, y }: Spot): Point => ({
  lng: Number((west + x * lngSpan).toFixed(DIGITS)),
  lat: Number((north - y * latSpan).toFixed(DIGITS)),
})

/** Even-odd rule. What counts in the end is the server's answer; this is to say it before. */
export function isInside(outline: readonly Point[], { lng, lat }: Point): boolean {
  return (
    outline.filter((a, n) => {
      const b = outline[(n + 1) % outline.length] ?? a
      return a.lat > lat !== b.lat > lat && lng < a.lng + ((lat - a.lat) / (b.lat - a.lat)) * (b.lng - a.lng)
    }).length %
      2 ===
    1
  )
}
