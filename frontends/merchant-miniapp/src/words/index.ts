import { defineDictionary } from '@linli/mini-ui'
import { counterEn, counterZh } from './counter'
import { deskEn, deskZh } from './desk'
import { goodsEn, goodsZh } from './goods'
import { ordersEn, ordersZh } from './orders'

const zh = { ...deskZh, ...counterZh, ...ordersZh, ...goodsZh }

export type Key = keyof typeof zh

export const words = defineDictionary<Key>(zh, { ...deskEn, ...counterEn, ...ordersEn, ...goodsEn })
export const useT = words.useT
