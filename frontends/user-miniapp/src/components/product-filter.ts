import { parseYuan } from '@linli/mini-ui'
import { useState } from 'react'
import type { Key } from '../words'

export const SORTS = [
  ['default', 'sortDefault'],
  ['sales', 'sortSales'],
  ['price_asc', 'sortPriceUp'],
  ['price_desc', 'sortPriceDown'],
  ['new', 'sortNew'],
] as const satisfies readonly (readonly [string, Key])[]

export type Sort = (typeof SORTS)[number][0]

/** Which goods one wants to see, as the API takes it; undefined: any. */
export type Filter = {
  readonly sort: Sort
  readonly inStock: boolean
  readonly tag: string | undefined
  readonly minPriceFen: number | undefined
  readonly maxPriceFen: number | undefined
}

export const ANY: Filter = {
  sort: 'default',
  inStock: false,
  tag: undefined,
  minPriceFen: undefined,
  maxPriceFen: undefined,
}

/** How many things are asked of the goods beyond their order. */
export const filterCount = ({ tag, minPriceFen, maxPriceFen }: Filter): number =>
  (tag === undefined ? 0 : 1) + (minPriceFen === undefined && maxPriceFen === undefined ? 0 : 1)

/** What shops call their goods, as far as we have a word for it. */
export const TAGS = [
  ['hot', 'tagHot'],
  ['new', 'tagNew'],
  ['organic', 'tagOrganic'],
] as const satisfies readonly (readonly [string, Key])[]

const MOST_FEN = 100_000_000

export type PriceRange = Pick<Filter, 'minPriceFen' | 'maxPriceFen'>

/**
 * The range of two fields in yuan; an empty one is open, and whoever mixes up the two is understood.
 * @returns undefined when it is no price
 */
export function priceRange(lowest: string, highest: string): PriceRange | undefined {
  const fen = [lowest, highest].map((text) => (text.trim() === '' ? null : parseYuan(text)))
  if (fen.some((each) => each === undefined || (each ?? 0) > MOST_FEN)) return undefined
  const [least, most] = fen.map((each) => each ?? undefined)
  if (least !== undefined && most !== undefined && least > most)
    return { minPriceFen: most, maxPriceFen: least }
  return { minPriceFen: least, maxPriceFen: most }
}

/** `key` starts the list anew when the filter changes. */
export function useFilter() {
  const [filter, setFilter] = useState(ANY)
  const change = (part: Partial<Filter>): void => setFilter((old) => ({ ...old, ...part }))
  return { filter, change, key: JSON.stringify(filter) }
}
