import { builtInOrderRules } from './built-in-order-rules.ts'
import { builtInOtherRules } from './built-in-other-rules.ts'
import type { BuiltIn } from './built-in-rule.ts'
import { type Audience, type Route, type Rule, type Rules, ruleKey, type TemplateContent } from './rule.ts'

const rules: Rules = new Map(
  [...builtInOrderRules, ...builtInOtherRules].map((row) => [row.key, toRule(row)]),
)

function toRule({
  event,
  audience,
  channels,
  inApp,
  quietHours,
  category,
  link,
  ...row
}: BuiltIn & { key: string }): Rule {
  const text = ([title, body]: readonly [string, string]) => ({ title, body })
  const digest = row.digest && { zh: text(row.digest.zh), en: text(row.digest.en) }
  return {
    eventType: event,
    audience,
    route: { channels, inApp, quietHours, delaySeconds: 0, enabled: true },
    content: {
      category,
      link,
      zh: text(row.zh),
      en: text(row.en),
      digest: digest ?? null,
      wechat: null,
      sms: row.sms ?? null,
    },
  }
}

export type Overrides = {
  readonly templates: readonly { eventType: string; audience: Audience; content: TemplateContent }[]
  readonly routes: readonly (Route & { eventType: string; audience: Audience })[]
}

/** The built-in rules with what this installation says instead. */
export function rulesWith({ templates, routes }: Overrides): Rules {
  const all = new Map(rules)
  const change = (eventType: string, audience: Audience, part: Partial<Rule>) => {
    const key = ruleKey(eventType, audience)
    const known = all.get(key)
    if (known) all.set(key, { ...known, ...part })
  }
  for (const { eventType, audience, content } of templates) change(eventType, audience, { content })
  for (const { eventType, audience, channels, inApp, quietHours, delaySeconds, enabled } of routes)
    change(eventType, audience, { route: { channels, inApp, quietHours, delaySeconds, enabled } })
  return all
}
