import { type ErrorDetail, paramError } from './pay-error.ts'

/** What the pay API checks of one field, before any business rule. */
export type Rule = { required?: boolean } & (
  | { kind: 'string'; max: number; min?: number; pattern?: RegExp }
  | { kind: 'integer'; min: number }
  | { kind: 'boolean' }
  | { kind: 'object'; fields: Fields }
  | { kind: 'array'; items: Rule; max?: number }
)

export type Fields = Record<string, Rule>

export const text = (max: number, more: { min?: number; pattern?: RegExp } = {}): Rule => ({
  kind: 'string',
  max,
  ...more,
})
export const whole = (min: number): Rule => ({ kind: 'integer', min })
export const flag = (): Rule => ({ kind: 'boolean' })
export const object = (fields: Fields): Rule => ({ kind: 'object', fields })
export const array = (items: Rule, max = 6000): Rule => ({ kind: 'array', items, max })
export const required = (rule: Rule): Rule => ({ ...rule, required: true })

export type Json = Record<string, unknown>

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

type Place = { pointer: string; location: ErrorDetail['location'] }

/** Throws PARAM_ERROR with the pointer of the first field that is unknown, missing or malformed. */
export function checkFields(value: Json, fields: Fields, location: ErrorDetail['location']): void {
  checkObject(value, fields, { pointer: '', location })
}

function checkObject(value: Json, fields: Fields, place: Place): void {
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(fields, name)) refuse(at(place, name), value[name], '参数中含有非法的额外参数')
  }
  for (const [name, rule] of Object.entries(fields)) {
    const inner = value[name]
    if (inner !== undefined && inner !== null) checkValue(inner, rule, at(place, name))
    else if (rule.required) refuse(at(place, name), inner ?? null, '必填参数缺失')
  }
}

function checkValue(value: unknown, rule: Rule, place: Place): void {
  if (rule.kind === 'object') {
    if (!isJson(value)) refuse(place, value, '类型应为对象')
    else checkObject(value, rule.fields, place)
  } else if (rule.kind === 'array') {
    if (!Array.isArray(value) || value.length > (rule.max ?? 6000)) refuse(place, value, '数组规则校验失败')
    value.forEach((item, index) => {
      checkValue(item, rule.items, at(place, String(index)))
    })
  } else if (rule.kind === 'boolean') {
    if (typeof value !== 'boolean') refuse(place, value, '类型应为布尔')
  } else if (rule.kind === 'integer') {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) refuse(place, value, '类型应为整数')
    else if (value < rule.min) refuse(place, value, '数值超出取值范围')
  } else checkText(value, rule, place)
}

function checkText(value: unknown, rule: Extract<Rule, { kind: 'string' }>, place: Place): void {
  if (typeof value !== 'string') refuse(place, value, '类型应为字符串')
  const length = [...value].length
  if (length > rule.max || length < (rule.min ?? 1)) refuse(place, value, '字符串长度超出取值范围')
  if (rule.pattern && !rule.pattern.test(value)) refuse(place, value, '字符串规则校验失败')
  if (/[\u{10000}-\u{10FFFF}]/u.test(value)) refuse(place, value, '含有不支持的字符')
}

/** A JSON pointer in the body, the bare name elsewhere. */
const at = (place: Place, name: string): Place => ({
  ...place,
  pointer: place.location === 'body' ? `${place.pointer}/${name}` : name,
})

/** The detailed error numbers; 268435461 for the rest. */
const NUMBERS: Record<string, number> = {
  参数中含有非法的额外参数: 270924358,
  数值超出取值范围: 268435464,
  字符串长度超出取值范围: 268435464,
}

function refuse(place: Place, value: unknown, issue: string): never {
  const message = `输入源“/${place.location}${place.pointer}”映射到值字段校验失败：${issue}`
  throw paramError(message, { field: place.pointer, value, issue, location: place.location }, NUMBERS[issue])
}
