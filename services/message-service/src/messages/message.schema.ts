import type { Lang } from '@linli/core'
import { IdSchema, Page, PageQuery } from '@linli/http'
import { type Static, Type } from 'typebox'
import { CATEGORIES } from '../rules/rule.ts'
import type { Message } from './message.ts'

const CategorySchema = Type.Enum([...CATEGORIES])

export const MessageView = Type.Object(
  {
    id: IdSchema,
    category: CategorySchema,
    eventType: Type.String(),
    title: Type.String(),
    body: Type.String(),
    link: Type.String({ description: 'path inside the mini-program' }),
    read: Type.Boolean(),
    createdAt: Type.String({ format: 'date-time' }),
  },
  { title: 'MessageView' },
)

export const MessagePageView = Page(MessageView)

export const MessageQuery = Type.Object(
  { ...PageQuery, category: Type.Optional(CategorySchema) },
  { additionalProperties: false },
)

export const ReadBody = Type.Object(
  { category: Type.Optional(CategorySchema) },
  { additionalProperties: false },
)

export const UnreadCountsView = Type.Object(
  {
    total: Type.Integer(),
    ORDER: Type.Integer(),
    LOGISTICS: Type.Integer(),
    ACTIVITY: Type.Integer(),
    SYSTEM: Type.Integer(),
  },
  { title: 'UnreadCountsView' },
)

export function toMessageView(message: Message, lang: Lang): Static<typeof MessageView> {
  const { id, category, eventType, link, read, occurredAt } = message
  const title = lang === 'en' ? message.titleEn : message.titleZh
  const body = lang === 'en' ? message.bodyEn : message.bodyZh
  return { id, category, eventType, title, body, link, read, createdAt: occurredAt.toISOString() }
}
