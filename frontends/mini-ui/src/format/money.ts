/** Parts of a price for layouts that print yuan large and the rest small. */
export type PriceParts = { readonly sign: '' | '-'; readonly yuan: string; readonly cents: string }

/** @param fen integer 分, may be negative */
export function priceParts(fen: number): PriceParts {
  const whole = Math.abs(Math.trunc(fen))
  return {
    sign: fen < 0 ? '-' : '',
    yuan: String(Math.trunc(whole / 100)),
    cents: String(whole % 100).padStart(2, '0'),
  }
}

/** `1990` → `¥19.90`, `-500` → `-¥5.00`. Mini-programs have no Intl. */
export function money(fen: number): string {
  const { sign, yuan, cents } = priceParts(fen)
  return `${sign}¥${yuan}.${cents}`
}

/**
 * What a person typed as yuan, as fen.
 * @returns undefined when it is not an amount with at most two decimals
 */
export function parseYuan(text: string): number | undefined {
  const match = /^(\d{1,7})(?:\.(\d{1,2}))?$/.exec(text.trim())
  if (!match) return undefined
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
}
