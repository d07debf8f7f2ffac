import { readFileSync } from 'node:fs'
import type { Banner } from './data/banners.ts'
import { type PictureKey, picturePath } from './pictures.ts'

const WIDTH = 1053
const HEIGHT = 420

/** Where the pictures stand, and how large: the right third, the middle one in front. */
const PLACES = [
  { x: 625, y: 155, size: 150 },
  { x: 880, y: 155, size: 150 },
  { x: 715, y: 95, size: 220 },
] as const

/** The picture of a banner as SVG, 1053 × 420: three demo pictures on its colours; its left two thirds are for the caption. */
export function bannerPicture({ colours: [from, to], pictures: [left, middle, right] }: Banner): string {
  const parts = [left, right, middle].map((key, index) => placed(key, PLACES[index]))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">`,
    `<defs><linearGradient id="ground"><stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient></defs>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="url(#ground)"/>`,
    '<circle cx="825" cy="215" r="225" fill="#ffffff" fill-opacity="0.35"/>',
    ...parts,
    '</svg>',
  ].join('\n')
}

const placed = (key: PictureKey, place: (typeof PLACES)[number] | undefined): string => {
  if (!place) throw new Error(`no place for ${key}`)
  const { x, y, size } = place
  return readFileSync(picturePath(key), 'utf8').replace(
    '<svg ',
    `<svg x="${x}" y="${y}" width="${size}" height="${size}" `,
  )
}

/** Where a loader puts the picture in object storage: `demo/banners/coupon-centre.svg`. */
export const bannerObjectKey = ({ key }: Banner): string => `demo/banners/${key}.svg`
