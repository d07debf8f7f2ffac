import type { Audience } from '../rules/rule.ts'
import { accountNotices } from './account-notices.ts'
import { deliveryNotices } from './delivery-notices.ts'
import { moneyNotices } from './money-notices.ts'
import type { Source } from './notice.ts'
import { orderNotices } from './order-notices.ts'

/** Everything anybody is told about. A new notice is a row there, and a text in rules/built-in-*.ts. */
export const catalogue: readonly Source[] = [
  ...orderNotices,
  ...deliveryNotices,
  ...moneyNotices,
  ...accountNotices,
]

export const sourceOf = (eventType: string, audience: Audience): Source | undefined =>
  catalogue.find((source) => source.eventType === eventType && source.audience === audience)

/** One group per event type: one subscription each. */
export function sourcesByType(): ReadonlyMap<string, readonly Source[]> {
  return Map.groupBy(catalogue, ({ eventType }) => eventType)
}
