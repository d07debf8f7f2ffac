const YUAN = /^(\d{0,9})(?:\.(\d{0,2}))?$/

/** `123456` fen as `1,234.56`: digits only, no float in between. */
export function formatFen(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  const yuan = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${fen < 0 ? '-' : ''}${yuan}.${digits.slice(-2)}`
}

/** `¥1,234.56`; a negative amount keeps its sign in front. */
export const formatYuan = (fen: number): string => (fen < 0 ? `-¥${formatFen(-fen)}` : `¥${formatFen(fen)}`)

/** What a person typed in yuan as fen. @returns undefined when it is no amount */
export function parseYuan(text: string): number | undefined {
  const match = YUAN.exec(text.trim().replaceAll(',', ''))
  const [, yuan = '', fen = ''] = match ?? []
  if (!match || (yuan === '' && fen === '')) return undefined
  return Number(`${yuan || '0'}${fen.padEnd(2, '0')}`)
}

/** `9500` basis points as `95%`. */
export const formatBp = (bp: number): string => `${bp / 100}%`
