export const AUDIENCES = ['USER', 'MERCHANT'] as const
export const CATEGORIES = ['ORDER', 'LOGISTICS', 'ACTIVITY', 'SYSTEM'] as const
export const CHANNELS = ['WECHAT', 'SMS'] as const

export type Audience = (typeof AUDIENCES)[number]
export type Category = (typeof CATEGORIES)[number]
/** Outside the app; the in-app message is beside them. */
export type Channel = (typeof CHANNELS)[number]

export type Text = { readonly title: string; readonly body: string }
export type Texts = { readonly zh: Text; readonly en: Text }

/** The key is WeChat's: type and number (`thing1`); the value is text with `{{variable}}`s. */
export type WechatField = { readonly key: string; readonly label: string; readonly value: string }
export type WechatPart = {
  readonly templateId: string
  readonly title: string
  /** Without leading slash; may hold variables. */
  readonly page: string
  readonly fields: readonly WechatField[]
}

/** `purpose` names the provider's template in SMS_FILE; `params` are its parameters. */
export type SmsPart = { readonly purpose: string; readonly params: Readonly<Record<string, string>> }

export type TemplateContent = Texts & {
  readonly category: Category
  /** Where a tap leads. */
  readonly link: string
  /** For several at once: `{{count}}` and `{{total}}`. */
  readonly digest: Texts | null
  readonly wechat: WechatPart | null
  readonly sms: SmsPart | null
}

export type Route = {
  /** Tried in this order until one is accepted. */
  readonly channels: readonly Channel[]
  readonly inApp: boolean
  /** Waits from 22:00 to 08:00. */
  readonly quietHours: boolean
  readonly delaySeconds: number
  readonly enabled: boolean
}

/** What is said about one event to one audience, and where. */
export type Rule = {
  readonly eventType: string
  readonly audience: Audience
  readonly route: Route
  readonly content: TemplateContent
}

export type Rules = ReadonlyMap<string, Rule>

export const ruleKey = (eventType: string, audience: Audience) => `${eventType}:${audience}`

/** A channel and the template it speaks with. */
export type Step = { readonly channel: Channel; readonly template: string }

/** The channels of a rule that its template can speak on, in order. */
export function stepsOf({ route, content }: Pick<Rule, 'route' | 'content'>): Step[] {
  return route.channels.flatMap((channel): Step[] => {
    if (channel === 'WECHAT') return content.wechat ? [{ channel, template: content.wechat.templateId }] : []
    return content.sms ? [{ channel, template: content.sms.purpose }] : []
  })
}

const VARIABLE = /\{\{(\w+)\}\}/g

/** Fills `{{variable}}`s; one that is not known stays, which the lint of templates prevents. */
export function fill(text: string, vars: Readonly<Record<string, string>>): string {
  return text.replace(VARIABLE, (whole, name: string) => vars[name] ?? whole)
}

export const variablesIn = (text: string): string[] =>
  [...text.matchAll(VARIABLE)].map(([, name = '']) => name)
