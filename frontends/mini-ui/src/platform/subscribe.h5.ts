import type { SubscribeAnswer } from './subscribe.types'

/** Subscriptions are WeChat's; a browser has none to give. */
export const canSubscribe = false

export const subscribe = async (_templateIds: readonly string[]): Promise<readonly SubscribeAnswer[]> => []
