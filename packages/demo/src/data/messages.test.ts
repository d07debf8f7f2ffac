import { expect, test } from 'vitest'
import { messageRoutes, messageTemplates } from './messages.ts'

/** Field types of subscribe messages: what the key may be called, and how long literal text may be. */
const FIELD = /^(thing|character_string|amount|date|time|phrase|number)\d{1,2}$/
const LIMIT: Readonly<Record<string, number>> = { thing: 20, character_string: 32, phrase: 5 }

test('has one template and one route for each event and audience', () => {
  const keys = messageTemplates.map(({ key }) => key)
  expect(new Set(keys).size).toBe(keys.length)
  expect(messageRoutes.map(({ eventType, audience }) => `${eventType}:${audience}`).sort()).toEqual(
    [...keys].sort(),
  )
})

test('routes only to channels the template can speak on', () => {
  for (const route of messageRoutes) {
    const template = messageTemplates.find(({ key }) => key === `${route.eventType}:${route.audience}`)
    if (route.channels.includes('WECHAT')) expect(template?.wechat, template?.key).not.toBeNull()
    if (route.channels.includes('SMS')) expect(template?.sms, template?.key).not.toBeNull()
  }
})

test('writes subscribe messages that WeChat would accept', () => {
  const ids = messageTemplates.flatMap(({ wechat }) => (wechat ? [wechat.templateId] : []))
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[\w-]{43}$/)
  for (const { key, wechat } of messageTemplates) {
    for (const field of wechat?.fields ?? []) {
      expect(field.key, key).toMatch(FIELD)
      const limit = LIMIT[field.key.replace(/\d+$/, '')] ?? 32
      expect(field.value.replace(/\{\{\w+\}\}/g, '').length, `${key} ${field.key}`).toBeLessThanOrEqual(limit)
    }
    expect(wechat?.page.startsWith('/') ?? false, key).toBe(false)
  }
})

test('says the same in both languages', () => {
  const variables = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()
  for (const { key, inApp } of messageTemplates) {
    expect(variables(inApp.zh.body), key).toEqual(variables(inApp.en.body))
  }
})
