import type { Deps } from '../deps.ts'
import { gatherRules } from '../rules/gather-rules.ts'
import { ruleKey, stepsOf } from '../rules/rule.ts'
import { type Address, gatherPhones } from './gather-recipients.ts'
import { type CreditLeft, creditsOf } from './log.store.ts'

export type Reach = {
  readonly userId: string
  readonly channels: ('WECHAT' | 'SMS' | 'IN_APP')[]
  readonly credits: number
  readonly optedOut: boolean
}

/** On which channels each of these users would hear of an event, in the order of the rule. */
export async function gatherReachability(
  deps: Deps,
  userIds: readonly string[],
  eventType: string,
): Promise<Reach[]> {
  const rule = (await gatherRules(deps, deps.sql)).get(ruleKey(eventType, 'USER'))
  const active = rule?.route.enabled ? rule : undefined
  const steps = active ? stepsOf(active) : []
  const templateId = steps.find(({ channel }) => channel === 'WECHAT')?.template
  const [credits, phones] = await Promise.all([
    templateId === undefined ? new Map<string, CreditLeft>() : creditsOf(deps.sql, userIds, templateId),
    steps.some(({ channel }) => channel === 'SMS') ? gatherPhones(deps, userIds) : new Map<string, Address>(),
  ])
  return userIds.map((userId) => {
    const left = credits.get(userId) ?? { credits: 0, banned: false }
    const can = { WECHAT: left.credits > 0, SMS: phones.get(userId)?.kind === 'address' }
    const outside = steps.flatMap(({ channel }) => (can[channel] ? [channel] : []))
    return {
      userId,
      channels: active?.route.inApp ? [...outside, 'IN_APP' as const] : outside,
      credits: left.credits,
      optedOut: left.banned,
    }
  })
}
