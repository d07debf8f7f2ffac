import { expect, test } from 'vitest'
import { bannerObjectKey, bannerPicture } from '../banner-picture.ts'
import { banners, popup } from './banners.ts'
import { categories } from './categories.ts'
import { couponTemplates } from './coupons.ts'

test('banners lead to pages that are there', () => {
  const pages = new Set(['/coupons', ...categories.map(({ id }) => `/categories/${id}`)])
  expect(banners.filter(({ link }) => !pages.has(link))).toEqual([])
  expect(new Set(banners.map(bannerObjectKey)).size).toBe(banners.length)
})

test('a banner shows its three pictures, each inside the frame', () => {
  for (const banner of banners) {
    const places = [
      ...bannerPicture(banner).matchAll(/<svg x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"/g),
    ]
    expect(places).toHaveLength(3)
    for (const [, x, y, width, height] of places.map((place) => place.map(Number))) {
      expect((x ?? Number.NaN) + (width ?? Number.NaN)).toBeLessThanOrEqual(1053)
      expect((y ?? Number.NaN) + (height ?? Number.NaN)).toBeLessThanOrEqual(420)
    }
  }
})

test('the dark caption can be read on every banner (WCAG 2.2, 1.4.3)', () => {
  const dark = luminance('#17211b')
  for (const colour of banners.flatMap(({ colours }) => colours))
    expect((luminance(colour) + 0.05) / (dark + 0.05), colour).toBeGreaterThan(4.5)
})

test('the popup offers a coupon that residents may claim', () => {
  const template = couponTemplates.find(({ id }) => id === popup.couponTemplateId)
  expect(template).toMatchObject({ channel: 'CENTRE', status: 'ACTIVE' })
})

/** Relative luminance of `#rrggbb`. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
