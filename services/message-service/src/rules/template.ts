import { type Audience, fill, type TemplateContent, type Text, variablesIn } from './rule.ts'
import { fitField, isWechatField } from './wechat-field.ts'

export type Vars = Readonly<Record<string, string>>

const MOST_FIELDS = 10

function textsOf(content: TemplateContent): string[] {
  const { zh, en, link, wechat, sms } = content
  return [
    ...[zh, en].flatMap(({ title, body }) => [title, body]),
    link,
    ...(wechat ? [wechat.page, ...wechat.fields.map(({ value }) => value)] : []),
    ...(sms ? Object.values(sms.params) : []),
  ]
}

const DIGEST_VARIABLES = ['count', 'total']

/**
 * Everything that is wrong with a template, for people; empty = it may be used.
 * @param known the variables of the event for this audience.
 */
export function lintTemplate(
  content: TemplateContent,
  { audience, known }: { audience: Audience; known: readonly string[] },
): string[] {
  const problems: string[] = []
  const unknown = textsOf(content)
    .flatMap(variablesIn)
    .filter((name) => !known.includes(name))
  for (const name of new Set(unknown)) problems.push(`unknown variable {{${name}}}`)
  const { digest, wechat, sms } = content
  if (digest) {
    const odd = [digest.zh, digest.en].flatMap(({ title, body }) => [
      ...variablesIn(title),
      ...variablesIn(body),
    ])
    for (const name of new Set(odd))
      if (!DIGEST_VARIABLES.includes(name)) problems.push(`unknown variable {{${name}}} in a digest`)
  }
  if (audience === 'MERCHANT') {
    if (sms) problems.push('staff are told by WeChat and in the app, not by SMS')
    if (wechat && !digest)
      problems.push('staff are told of several orders at once: the text for a digest is missing')
  }
  if (!wechat) return problems
  if (wechat.fields.length > MOST_FIELDS) problems.push('too many WeChat fields')
  if (wechat.page.startsWith('/')) problems.push('a WeChat page has no leading slash')
  const keys = wechat.fields.map(({ key }) => key)
  if (new Set(keys).size < keys.length) problems.push('a WeChat field is there twice')
  for (const { key, value } of wechat.fields) {
    if (!isWechatField(key)) problems.push(`${key} is no WeChat field`)
    else if (variablesIn(value).length === 0 && fitField(key, value) !== value)
      problems.push(`${key} does not fit its type`)
  }
  return problems
}

/** The in-app text in both languages. */
export function renderText(content: TemplateContent, vars: Vars): { zh: Text; en: Text; link: string } {
  const of = ({ title, body }: Text) => ({ title: fill(title, vars), body: fill(body, vars) })
  return { zh: of(content.zh), en: of(content.en), link: fill(content.link, vars) }
}

export type WechatMessage = {
  readonly templateId: string
  readonly page: string
  readonly data: Readonly<Record<string, { readonly value: string }>>
}

/** The subscribe message, every field cut to its type; or the first field that no value fits. */
export function renderWechat(
  content: TemplateContent,
  vars: Vars,
): WechatMessage | { readonly unfit: string } {
  const { wechat } = content
  if (!wechat) return { unfit: 'no WeChat part' }
  const data: Record<string, { value: string }> = {}
  for (const { key, value } of wechat.fields) {
    const fitted = fitField(key, fill(value, vars))
    if (fitted === undefined) return { unfit: key }
    data[key] = { value: fitted }
  }
  return { templateId: wechat.templateId, page: fill(wechat.page, vars), data }
}

/** Providers refuse longer values of a parameter. */
const SMS_PARAM_LENGTH = 35

export function renderSms(
  content: TemplateContent,
  vars: Vars,
): { purpose: string; params: Record<string, string> } | undefined {
  if (!content.sms) return undefined
  const params = Object.entries(content.sms.params).map(([name, value]): [string, string] => [
    name,
    [...fill(value, vars)].slice(0, SMS_PARAM_LENGTH).join(''),
  ])
  return { purpose: content.sms.purpose, params: Object.fromEntries(params) }
}
