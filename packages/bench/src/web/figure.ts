/** One measured figure and what it may be at most. */
export type Figure = {
  readonly what: string
  readonly value: number
  readonly unit: 'kB' | 'ms' | 'requests'
  readonly limit: number
}

/** The middle one: what a single slow round does to an average says nothing about the page. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) throw new Error('the median of nothing')
  return middle
}
