/** Longitude and latitude in degrees, as the API has them. */
export type Point = readonly [lng: number, lat: number]
/** Metres east and north of the centre. */
export type Metres = readonly [x: number, y: number]

const DEGREE_M = 111_320
const LAT_DEGREE_M = 110_574
const DIGITS = 1e6

const shrink = (lat: number): number => Math.cos((lat * Math.PI) / 180)

export const toMetres = ([lng, lat]: Point, centre: Point): Metres => [
  (lng - centre[0]) * DEGREE_M * shrink(centre[1]),
  (lat - centre[1]) * LAT_DEGREE_M,
]

/** Six digits: a decimetre. */
const round = (degrees: number): number => Math.round(degrees * DIGITS) / DIGITS

export const toPoint = ([x, y]: Metres, centre: Point): Point => [
  round(centre[0] + x / (DEGREE_M * shrink(centre[1]))),
  round(centre[1] + y / LAT_DEGREE_M),
]

/** Square metres inside a ring. */
export function areaOf(ring: readonly Metres[]): number {
  const doubled = ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length] ?? [x, y]
    return sum + x * nextY - nextX * y
  }, 0)
  return Math.abs(doubled) / 2
}

type Side = readonly [from: Metres, to: Metres]

/** On which side of a line a point lies. */
const side = (a: Metres, b: Metres, c: Metres): number =>
  Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))

const cross = ([a, b]: Side, [c, d]: Side): boolean =>
  side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b)

/** Whether any two sides that are no neighbours cross: such a fence has no inside. */
export function isCrossed(ring: readonly Metres[]): boolean {
  const sides = ring.map(
    (from, index) => [from, ring[(index + 1) % ring.length] ?? from] as const satisfies Side,
  )
  return sides.some((one, i) =>
    sides.some((other, j) => j > i + 1 && !(i === 0 && j === sides.length - 1) && cross(one, other)),
  )
}

/** Whether a place lies inside a ring: a ray to the east crosses its border an odd number of times. */
export function isInside([lng, lat]: Point, ring: readonly Point[]): boolean {
  return ring.reduce((inside, [fromLng, fromLat], index) => {
    const [toLng, toLat] = ring[(index + 1) % ring.length] ?? [fromLng, fromLat]
    const isLevel = fromLat > lat !== toLat > lat
    return isLevel && lng < fromLng + ((lat - fromLat) / (toLat - fromLat)) * (toLng - fromLng)
      ? !inside
      : inside
  }, false)
}

/** Some rings repeat the first corner at the end; people drag each corner once. */
export const openRing = (ring: readonly Point[]): Point[] => {
  const [first] = ring
  const last = ring.at(-1)
  const isClosed = ring.length > 1 && first?.[0] === last?.[0] && first?.[1] === last?.[1]
  return isClosed ? ring.slice(0, -1) : [...ring]
}

/** A square around the centre, to begin with. @param half half of its side in metres */
export const squareAround = (centre: Point, half: number): Point[] =>
  (
    [
      [-half, -half],
      [half, -half],
      [half, half],
      [-half, half],
    ] as const
  ).map((corner) => toPoint(corner, centre))

const STEPS = [1, 2, 5]

/** A round length in metres that fills about a fifth of `width` metres, for the scale bar and the grid. */
export function scaleOf(width: number): number {
  const wanted = width / 5
  const power = 10 ** Math.floor(Math.log10(wanted))
  return Math.max(...STEPS.map((step) => step * power).filter((length) => length <= wanted), power)
}
