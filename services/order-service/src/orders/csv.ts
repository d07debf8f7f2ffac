/** What a spreadsheet would take for a formula, full-width twins included. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/
const NEEDS_QUOTES = /[",\r\n\t]/
/** Tells Excel that what follows is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF'

/** Text that people have typed must not be run by who opens the file; a number is a number. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One line of a CSV file (RFC 4180). */
export const csvLine = (values: readonly (string | number)[]): string => `${values.map(cell).join(',')}\r\n`
