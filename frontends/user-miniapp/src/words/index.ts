import { defineDictionary } from '@linli/mini-ui'
import { goodsEn, goodsZh } from './goods'
import { meEn, meZh } from './me'
import { orderEn, orderZh } from './order'
import { reasonsEn, reasonsZh } from './reasons'
import { shellEn, shellZh } from './shell'

const zh = { ...shellZh, ...goodsZh, ...orderZh, ...meZh, ...reasonsZh }

export type Key = keyof typeof zh

export const words = defineDictionary<Key>(zh, { ...shellEn, ...goodsEn, ...orderEn, ...meEn, ...reasonsEn })
export const useT = words.useT

const isReason = (key: string): key is keyof typeof reasonsZh => key in reasonsZh

/** Why something cannot be had, for a code of the API; codes of tomorrow get a general answer. */
export function reasonText(code: string | null | undefined, t: ReturnType<typeof useT>): string {
  const key = `reason${code}`
  return t(isReason(key) ? key : 'reasonOther')
}
