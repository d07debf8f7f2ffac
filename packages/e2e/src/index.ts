/** Drives the running platform from outside, as residents and staff do. */
export { Refused } from './caller.ts'
export { openShop, type Shop } from './shop.ts'
