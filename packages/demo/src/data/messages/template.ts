import { createHash } from 'node:crypto'
import { demoId } from '../../demo-id.ts'

export type MessageAudience = 'USER' | 'MERCHANT'
export type Channel = 'WECHAT' | 'SMS' | 'IN_APP'
export type MessageCategory = 'ORDER' | 'LOGISTICS' | 'ACTIVITY' | 'SYSTEM'

/** Full protobuf message name, which is also the event's subject. */
export type EventName = `${string}.v1.${string}`

/**
 * One field of a subscribe-message template. The key is WeChat's: type and number (`thing1`, `amount2`); the
 * value is text with `{{variable}}`s.
 */
export type WechatField = { readonly key: string; readonly label: string; readonly value: string }

export type MessageTemplate = {
  readonly id: string
  readonly key: string
  readonly eventType: EventName
  readonly audience: MessageAudience
  readonly version: 1
  readonly variables: readonly string[]
  readonly wechat: {
    readonly templateId: string
    readonly title: string
    readonly page: string
    readonly fields: readonly WechatField[]
  } | null
  readonly sms: { readonly templateCode: string; readonly text: string } | null
  readonly inApp: {
    readonly category: MessageCategory
    readonly link: string
    readonly zh: { readonly title: string; readonly body: string }
    readonly en: { readonly title: string; readonly body: string }
  }
  /** For several at once, with `{{count}}` and `{{total}}`. */
  readonly digest: Pick<MessageTemplate['inApp'], 'zh' | 'en'> | null
}

/** A template as written by hand; ids are derived, variables are read from the texts. */
export type MessageRow = {
  readonly event: EventName
  readonly audience: MessageAudience
  readonly wechat?: { readonly title: string; readonly page: string; readonly fields: readonly WechatField[] }
  readonly sms?: string
  readonly category: MessageCategory
  readonly link: string
  readonly zh: Words
  readonly en: Words
  readonly digest?: { readonly zh: Words; readonly en: Words }
}

type Words = readonly [title: string, body: string]

/** WeChat's template ids are 43 characters of base64url; so are ours, derived from the key. */
function wechatTemplateId(key: string): string {
  return createHash('sha256').update(`wechat-template:${key}`).digest('base64url')
}

export function messageTemplate(row: MessageRow): MessageTemplate {
  const key = `${row.event}:${row.audience}`
  const texts = [row.sms ?? '', row.wechat?.page ?? '', row.link, ...row.zh, ...row.en]
  const values = row.wechat?.fields.map(({ value }) => value) ?? []
  return {
    id: demoId(`message-template:${key}`),
    key,
    eventType: row.event,
    audience: row.audience,
    version: 1,
    variables: variablesIn([...texts, ...values].join(' ')),
    wechat: row.wechat ? { templateId: wechatTemplateId(key), ...row.wechat } : null,
    sms: row.sms === undefined ? null : { templateCode: smsCode(key), text: row.sms },
    inApp: {
      category: row.category,
      link: row.link,
      zh: textOf(row.zh),
      en: textOf(row.en),
    },
    digest: row.digest ? { zh: textOf(row.digest.zh), en: textOf(row.digest.en) } : null,
  }
}

const textOf = ([title, body]: Words) => ({ title, body })

function smsCode(key: string): string {
  const digits =
    Number.parseInt(createHash('sha256').update(`sms:${key}`).digest('hex').slice(0, 8), 16) % 1_000_000_000
  return `SMS_${String(digits).padStart(9, '0')}`
}

function variablesIn(text: string): readonly string[] {
  return [
    ...new Set(
      [...text.matchAll(/\{\{(\w+)\}\}/g)].flatMap(([, name]) => (name === undefined ? [] : [name])),
    ),
  ].sort()
}
