/** An amount in fen (分, 1/100 yuan): always an integer. Names carry the unit: `payableFen`, `price_fen`. */
export type Fen = number

/** 10 000 basis points (万分比) are the whole. */
export const BASIS_POINTS = 10_000

/**
 * `basisPoints` of `amountFen`, rounded half up to a whole fen.
 * @throws RangeError for a negative or fractional input.
 */
export function percentOf(amountFen: Fen, basisPoints: number): Fen {
  assertWhole(amountFen)
  assertWhole(basisPoints)
  return Math.floor((amountFen * basisPoints + BASIS_POINTS / 2) / BASIS_POINTS)
}

/**
 * Splits `totalFen` over `weights` by the largest remainder (product.md §1): the parts are whole fen and sum to the
 * total exactly; ties go to the earlier weight, so the same input always gives the same parts.
 * All weights zero splits as if they were equal.
 * @throws RangeError for a negative or fractional input, or a total with no weights to carry it.
 */
export function allocate(totalFen: Fen, weights: readonly number[]): Fen[] {
  assertWhole(totalFen)
  weights.forEach(assertWhole)
  if (weights.length === 0) {
    if (totalFen === 0) return []
    throw new RangeError('nothing to allocate to')
  }
  const sum = weights.reduce((a, b) => a + b, 0)
  const shares = sum === 0 ? weights.map(() => 1) : weights
  const whole = BigInt(sum === 0 ? weights.length : sum)
  const exact = shares.map((weight, index) => {
    const product = BigInt(totalFen) * BigInt(weight)
    return { index, part: Number(product / whole), rest: product % whole }
  })
  let left = totalFen - exact.reduce((a, { part }) => a + part, 0)
  const parts = exact.map(({ part }) => part)
  for (const { index } of [...exact].sort((a, b) =>
    a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1,
  )) {
    if (left === 0) break
    parts[index] = (parts[index] ?? 0) + 1
    left -= 1
  }
  return parts
}

function assertWhole(value: number): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`not a whole non-negative number: ${value}`)
}
