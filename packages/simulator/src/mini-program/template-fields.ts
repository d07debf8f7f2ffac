/** Field name without its number → what the value may look like. */
const HAN_TO_TEN = /^[\p{Script=Han}·]{1,10}$/u
const LATIN_TO_TWENTY = /^[A-Za-z ·.'-]{1,20}$/

const RULES: Record<string, (value: string) => boolean> = {
  thing: (value) => [...value].length <= 20,
  number: (value) => /^-?\d+(?:\.\d+)?$/.test(value) && value.length <= 32,
  letter: (value) => /^[A-Za-z]{1,32}$/.test(value),
  symbol: (value) => value.length <= 5 && !/[\dA-Za-z\p{Script=Han}]/u.test(value),
  character_string: (value) => /^[\x20-\x7e]{1,32}$/.test(value),
  time: (value) => TIME.test(value),
  date: (value) => TIME.test(value),
  amount: (value) => /^[¥￥$€£-]?\d{1,10}(?:\.\d{1,2})?元?$/.test(value),
  phone_number: (value) => /^[\d+\-() ]{1,17}$/.test(value),
  car_number: (value) => [...value].length <= 8,
  name: (value) => HAN_TO_TEN.test(value) || LATIN_TO_TWENTY.test(value),
  phrase: (value) => /^\p{Script=Han}{1,5}$/u.test(value),
  enum: (value) => [...value].length <= 20,
}

const DAY = String.raw`\d{4}(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})`
const MOMENT = String.raw`\d{1,2}:\d{2}(?::\d{2})?`
const ONE = `(?:${DAY}(?:\\s*${MOMENT})?|${MOMENT})`
const TIME = new RegExp(`^${ONE}(?:\\s*~\\s*${ONE})?$`)

/** `thing3` → rule of `thing`. Unknown types pass: the platform has more of them than are documented. */
export function isFieldValid(name: string, value: unknown): boolean {
  if (typeof value !== 'string' || value.trim() === '') return false
  const rule = RULES[name.replace(/\d+$/, '')]
  return rule === undefined || rule(value)
}
