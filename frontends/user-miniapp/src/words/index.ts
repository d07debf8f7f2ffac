import { defineDictionary } from '@linli/mini-ui'
import { goodsEn, goodsZh } from './goods'
import { meEn, meZh } from './me'
import { orderEn, orderZh } from './order'
import { shellEn, shellZh } from './shell'

const zh = { ...shellZh, ...goodsZh, ...orderZh, ...meZh }

export type Key = keyof typeof zh

export const words = defineDictionary<Key>(zh, { ...shellEn, ...goodsEn, ...orderEn, ...meEn })
export const useT = words.useT
