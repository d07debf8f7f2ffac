import { demoId } from '../demo-id.ts'
import type { PictureKey } from '../pictures.ts'
import { categoryId } from './categories.ts'
import { couponTemplateId } from './coupons.ts'

export type Banner = {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly subtitle: string
  readonly link: string
  readonly sort: number
  /** Light colours from left to right: the caption stands on them in dark letters. */
  readonly colours: readonly [string, string]
  /** Left to right, beside the caption. */
  readonly pictures: readonly [PictureKey, PictureKey, PictureKey]
}

const ROWS: readonly Omit<Banner, 'id' | 'sort'>[] = [
  {
    key: 'morning-greens',
    title: '清晨采收，当日到仓',
    subtitle: '今晚下单，明日自提',
    link: `/categories/${categoryId('vegetables')}`,
    colours: ['#e3f6d8', '#b8e5a6'],
    pictures: ['leafy-green', 'tomato', 'corn'],
  },
  {
    key: 'coupon-centre',
    title: '领券再下单',
    subtitle: '满减、折扣、免运费，天天可领',
    link: '/coupons',
    colours: ['#fff3d6', '#ffd88a'],
    pictures: ['bread', 'egg', 'milk'],
  },
  {
    key: 'season-fruit',
    title: '当季水果，一口清甜',
    subtitle: '坏果包赔，放心尝鲜',
    link: `/categories/${categoryId('fruit')}`,
    colours: ['#ffe4e1', '#ffc2b8'],
    pictures: ['strawberry', 'tangerine', 'grapes'],
  },
]

/** What stands at the top of the home page. */
export const banners: readonly Banner[] = ROWS.map((row, index) => ({
  ...row,
  id: demoId(`banner:${row.key}`),
  sort: index + 1,
}))

/** Comes up over the home page as soon as somebody sets it ACTIVE: a demo should not interrupt unasked. */
export const popup = {
  id: demoId('popup:new-neighbour'),
  name: '新邻居见面礼',
  title: '欢迎新邻居',
  body: '送您一张见面礼券，首单立减三元。',
  couponTemplateId: couponTemplateId('instant-three'),
  audience: 'NEW',
} as const
