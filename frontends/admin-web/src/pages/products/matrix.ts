export type Spec = { name: string; values: string[] }

export type SkuRow = {
  id?: string
  code: string
  specs: { name: string; value: string }[]
  priceFen: number | null
  marketPriceFen: number | null
  costFen: number | null
  netWeightG: number
  volumeCm3: number
  stockFactor: number
  limitPerOrder: number | null
}

export const MOST_SKUS = 100

const blank = (specs: SkuRow['specs']): SkuRow => ({
  code: '',
  specs,
  priceFen: null,
  marketPriceFen: null,
  costFen: null,
  netWeightG: 0,
  volumeCm3: 0,
  stockFactor: 1,
  limitPerOrder: null,
})

const nameOf = (specs: SkuRow['specs']): string =>
  JSON.stringify(specs.map(({ name, value }) => [name, value]))
const filled = (specs: readonly Spec[]): Spec[] =>
  specs.flatMap(({ name, values }) => {
    const own = [...new Set(values.map((value) => value.trim()).filter(Boolean))]
    return name.trim() !== '' && own.length > 0 ? [{ name: name.trim(), values: own }] : []
  })

/** How many SKUs the specs make: one when there are none. */
export const countOf = (specs: readonly Spec[]): number =>
  filled(specs).reduce((product, { values }) => product * values.length, 1)

/**
 * Every combination of the values, in the order of the specs. A row that was there keeps what was typed into it; when
 * a first spec is given to a single variant, its row becomes the first.
 */
export function combine(specs: readonly Spec[], rows: readonly SkuRow[]): SkuRow[] {
  const combos = filled(specs).reduce<SkuRow['specs'][]>(
    (sets, { name, values }) => sets.flatMap((set) => values.map((value) => [...set, { name, value }])),
    [[]],
  )
  const known = new Map(rows.map((row) => [nameOf(row.specs), row]))
  const [only] = rows
  const single = rows.length === 1 && only?.specs.length === 0 ? only : undefined
  return combos.map((combo, index) => {
    const before = known.get(nameOf(combo)) ?? (index === 0 ? single : undefined)
    return before ? { ...before, specs: combo } : blank(combo)
  })
}

/** The specs a product has, from its SKUs. */
export function specsOf(rows: readonly Pick<SkuRow, 'specs'>[]): Spec[] {
  const specs = new Map<string, Set<string>>()
  for (const { name, value } of rows.flatMap((row) => row.specs))
    specs.set(name, (specs.get(name) ?? new Set()).add(value))
  return [...specs].map(([name, values]) => ({ name, values: [...values] }))
}

/** What is missing before it can be saved; undefined when nothing is. */
export function problemOf(rows: readonly SkuRow[]): 'codeNeeded' | 'priceNeeded' | 'tooMany' | undefined {
  if (rows.length > MOST_SKUS) return 'tooMany'
  const codes = new Set(
    rows.map(({ code }) => code.trim()).filter((code) => /^[0-9A-Za-z_-]{1,40}$/.test(code)),
  )
  if (codes.size !== rows.length) return 'codeNeeded'
  return rows.some(({ priceFen }) => priceFen === null) ? 'priceNeeded' : undefined
}
