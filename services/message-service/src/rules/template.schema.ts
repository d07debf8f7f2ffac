import { IdSchema, TablePage, TableQuery } from '@linli/http'
import { type Static, Type } from 'typebox'
import { AUDIENCES, CATEGORIES, CHANNELS, type TemplateContent } from './rule.ts'

const closed = { additionalProperties: false }
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

export const AudienceSchema = Type.Enum([...AUDIENCES])
export const EventTypeSchema = Type.String({
  pattern: '^[a-z]+\\.v1\\.[A-Za-z]+$',
  maxLength: 80,
  description: 'such as order.v1.OrderPaid',
})

const Words = (most: number) => Type.String({ minLength: 1, maxLength: most })
const TextSchema = Type.Object({ title: Words(60), body: Words(500) }, closed)
const TextsSchema = Type.Object({ zh: TextSchema, en: TextSchema }, closed)

const WechatSchema = Type.Object(
  {
    templateId: Type.String({ minLength: 1, maxLength: 64, pattern: '^[\\w-]+$' }),
    title: Words(40),
    page: Type.String({ maxLength: 200 }),
    fields: Type.Array(
      Type.Object({ key: Words(40), label: Type.String({ maxLength: 40 }), value: Words(200) }, closed),
      { minItems: 1, maxItems: 10 },
    ),
  },
  closed,
)

const SmsSchema = Type.Object(
  {
    purpose: Type.String({ minLength: 1, maxLength: 40, description: 'names the template in SMS_FILE' }),
    params: Type.Record(Type.String({ pattern: '^\\w{1,40}$' }), Type.String({ maxLength: 100 })),
  },
  closed,
)

const ContentSchema = Type.Object(
  {
    category: Type.Enum([...CATEGORIES]),
    link: Type.String({ maxLength: 200 }),
    zh: TextSchema,
    en: TextSchema,
    digest: Nullable(TextsSchema),
    wechat: Nullable(WechatSchema),
    sms: Nullable(SmsSchema),
  },
  closed,
)

export const CreateTemplateBody = Type.Object(
  { eventType: EventTypeSchema, audience: AudienceSchema, content: ContentSchema },
  closed,
)

export const EditTemplateBody = Type.Object(
  { version: Type.Integer({ minimum: 1, description: 'the one that was edited' }), content: ContentSchema },
  closed,
)

export const TemplateQuery = Type.Object(
  {
    ...TableQuery,
    eventType: Type.Optional(EventTypeSchema),
    audience: Type.Optional(AudienceSchema),
  },
  closed,
)

export const TemplateView = Type.Object(
  {
    id: IdSchema,
    eventType: Type.String(),
    audience: AudienceSchema,
    version: Type.Integer(),
    content: ContentSchema,
    variables: Type.Array(Type.String()),
    createdAt: Type.String({ format: 'date-time' }),
    updatedAt: Type.String({ format: 'date-time' }),
  },
  { title: 'TemplateView' },
)

export const TemplatePageView = TablePage(TemplateView)

export const PreviewBody = Type.Object(
  {
    variables: Type.Optional(
      Type.Record(Type.String({ pattern: '^\\w{1,40}$' }), Type.String({ maxLength: 200 }), {
        description: 'samples where absent',
      }),
    ),
  },
  closed,
)

export const PreviewView = Type.Object(
  {
    zh: TextSchema,
    en: TextSchema,
    link: Type.String(),
    wechat: Nullable(
      Type.Object({
        page: Type.String(),
        fields: Type.Array(Type.Object({ label: Type.String(), value: Type.String() })),
      }),
    ),
    sms: Nullable(Type.Object({ purpose: Type.String(), params: Type.Record(Type.String(), Type.String()) })),
    problems: Type.Array(Type.String()),
  },
  { title: 'PreviewView' },
)

export const TestSendBody = Type.Object(
  {
    userId: Type.String({ format: 'uuid', description: "the sender's own account as a resident" }),
    channel: Type.Enum([...CHANNELS]),
  },
  closed,
)

export type TemplateRow = {
  readonly id: string
  readonly eventType: string
  readonly audience: (typeof AUDIENCES)[number]
  readonly version: number
  readonly content: TemplateContent
  readonly createdAt: Date
  readonly updatedAt: Date
}

export function toTemplateView(row: TemplateRow, variables: readonly string[]): Static<typeof TemplateView> {
  return {
    id: row.id,
    eventType: row.eventType,
    audience: row.audience,
    version: row.version,
    content: toContent(row.content),
    variables: [...variables],
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

/** A writable copy: what the domain reads only, the serializer's types may not. */
const toContent = (content: TemplateContent): Static<typeof ContentSchema> => ({
  ...content,
  wechat: content.wechat && {
    ...content.wechat,
    fields: content.wechat.fields.map((field) => ({ ...field })),
  },
  sms: content.sms && { purpose: content.sms.purpose, params: { ...content.sms.params } },
})
