import { ApiError } from '@linli/api-client'
import { dateTime } from '@linli/mini-ui'
import type { Key } from '../../words'

type Translate = (key: Key, values?: Readonly<Record<string, string | number>>) => string

const textOf = (details: unknown, name: string): string => {
  const value: unknown =
    typeof details === 'object' && details !== null ? Reflect.get(details, name) : undefined
  return typeof value === 'string' ? value : ''
}

/** Who gave these goods away before, and when, as the refusal says. */
export function handedOverBy(error: unknown, t: Translate): string {
  const details = error instanceof ApiError ? error.details : undefined
  const [orderNo, name, at] = ['orderNo', 'operatorName', 'at'].map((field) => textOf(details, field))
  return at && name && orderNo
    ? t('verifyTwice', { no: orderNo.slice(-6), name, time: dateTime(at) })
    : t('verifyTwicePlain')
}
