import type { Product, SkuLive } from '../api'

/** What of a product and of its live stock a choice depends on. */
type Choices = Pick<Product, 'skus'>
type Live = Pick<SkuLive, 'skuId' | 'purchasable'>

/** Chosen value by spec name. */
export type Specs = Readonly<Record<string, string>>
type Wish = { readonly name: string; readonly value: string }
type Sku = Product['skus'][number]

export const specNames = ({ skus }: Choices): readonly string[] => [
  ...new Set(skus.flatMap(({ specs }) => specs.map(({ name }) => name))),
]

export const valuesOf = ({ skus }: Choices, wanted: string): readonly string[] => [
  ...new Set(
    skus.flatMap(({ specs }) => specs.filter(({ name }) => name === wanted).map(({ value }) => value)),
  ),
]

const has = (sku: Sku, { name, value }: Wish): boolean =>
  sku.specs.some((spec) => spec.name === name && spec.value === value)

/** The SKU with exactly these values; a product without specs has one. */
export const findSku = ({ skus }: Choices, specs: Specs): Sku | undefined =>
  skus.find((sku) => sku.specs.every(({ name, value }) => specs[name] === value))

/** Whether anything that can be bought has this value together with the other choices. */
export function availability(
  product: Choices,
  live: readonly Live[],
  { specs, name, value }: Wish & { specs: Specs },
): boolean {
  const others = Object.entries(specs).filter(([other]) => other !== name)
  const buyable = product.skus.filter(({ id }) =>
    live.some(({ skuId, purchasable }) => skuId === id && purchasable),
  )
  return buyable.some(
    (sku) => has(sku, { name, value }) && others.every(([n, v]) => has(sku, { name: n, value: v })),
  )
}

/** The new choice; others give way when no SKU has them together with it. */
export function choose(product: Choices, specs: Specs, wish: Wish): Specs {
  const wanted = { ...specs, [wish.name]: wish.value }
  if (findSku(product, wanted)) return wanted
  const nearest = product.skus.find((sku) => has(sku, wish))
  return Object.fromEntries((nearest?.specs ?? []).map(({ name, value }) => [name, value]))
}
