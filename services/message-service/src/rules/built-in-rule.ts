import type { Audience, Category, Channel, SmsPart } from './rule.ts'

type Words = readonly [title: string, body: string]

/**
 * A rule as written by hand. A subscribe message needs a template of the installation's own mini-program, so no
 * built-in rule has one: its WECHAT step begins to work when a template says its id.
 */
export type BuiltIn = {
  readonly event: string
  readonly audience: Audience
  readonly channels: readonly Channel[]
  readonly inApp: boolean
  readonly quietHours: boolean
  readonly category: Category
  readonly link: string
  readonly zh: Words
  readonly en: Words
  readonly digest?: { readonly zh: Words; readonly en: Words }
  readonly sms?: SmsPart
}

export const builtIn = (row: BuiltIn) => ({ ...row, key: `${row.event}:${row.audience}` })
