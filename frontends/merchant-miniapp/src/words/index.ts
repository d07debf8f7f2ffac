import { defineDictionary } from '@linli/mini-ui'
import { deskEn, deskZh } from './desk'
import { goodsEn, goodsZh } from './goods'

const zh = { ...deskZh, ...goodsZh }

export type Key = keyof typeof zh

export const words = defineDictionary<Key>(zh, { ...deskEn, ...goodsEn })
export const useT = words.useT
