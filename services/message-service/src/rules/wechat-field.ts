/** Field types of subscribe messages and how long a value may be (wechat.md §9). */
const FIELD =
  /^(thing|character_string|number|letter|symbol|amount|time|date|phone_number|car_number|name|phrase|enum)\d{1,2}$/

const DAY = String.raw`\d{4}年\d{1,2}月\d{1,2}日`
const TIME = new RegExp(String.raw`^(?:${DAY}(?: \d{1,2}:\d{2})?|\d{1,2}:\d{2})$`)
const AMOUNT = /^[¥￥$€£-]?\d{1,10}(?:\.\d{1,2})?元?$/

const ELLIPSIS = '…'

/** By characters as people count them; what is too long ends in an ellipsis. */
function cut(text: string, most: number): string {
  const characters = [...text]
  return characters.length <= most ? text : characters.slice(0, most - 1).join('') + ELLIPSIS
}

const matching = (pattern: RegExp) => (text: string) => (pattern.test(text) ? text : undefined)
const only = (pattern: RegExp, most: number) => (text: string) =>
  [...(text.match(pattern)?.join('') ?? '')].slice(0, most).join('')

const FIT: Readonly<Record<string, (text: string) => string | undefined>> = {
  thing: (text) => cut(text, 20),
  enum: (text) => cut(text, 20),
  car_number: only(/[\p{L}\d]/gu, 8),
  character_string: only(/[\x20-\x7e]/g, 32),
  letter: only(/[A-Za-z]/g, 32),
  symbol: only(/[^\d\p{L}\s]/gu, 5),
  phrase: only(/\p{Script=Han}/gu, 5),
  name: only(/[\p{Script=Han}·]/gu, 10),
  phone_number: only(/[\d+\-() ]/g, 17),
  number: matching(/^-?\d{1,30}(?:\.\d+)?$/),
  amount: matching(AMOUNT),
  time: matching(TIME),
  date: matching(TIME),
}

const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim()
const typeOf = (key: string) => key.replace(/\d+$/, '')

export const isWechatField = (key: string): boolean => FIELD.test(key)

/** The value as WeChat takes it for this field, cut where it may be cut; undefined when nothing acceptable is left. */
export function fitField(key: string, value: string): string | undefined {
  const fitted = FIT[typeOf(key)]?.(tidy(value))
  // What was taken out may have stood between two spaces.
  return fitted === undefined ? undefined : tidy(fitted) || undefined
}
