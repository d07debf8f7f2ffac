import { IdSchema, TablePage, TableQuery } from '@linli/http'
import { type Static, Type } from 'typebox'
import { CHANNELS } from '../rules/rule.ts'
import { dispatchMachine } from './dispatch.ts'
import type { LogRow } from './log.store.ts'

const closed = { additionalProperties: false }
const Time = Type.String({ format: 'date-time' })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const Status = Type.Enum([...dispatchMachine.states])
const Channel = Type.Enum([...CHANNELS])
const EventType = Type.String({ maxLength: 80 })

export const LogQuery = Type.Object(
  {
    ...TableQuery,
    status: Type.Optional(Status),
    channel: Type.Optional(Channel),
    eventType: Type.Optional(EventType),
    userId: Type.Optional(IdSchema),
  },
  closed,
)

export const LogView = Type.Object(
  {
    id: IdSchema,
    eventId: IdSchema,
    eventType: Type.String(),
    audience: Type.String(),
    recipientId: IdSchema,
    channel: Channel,
    template: Type.String(),
    status: Status,
    attempts: Type.Integer(),
    failure: Nullable(Type.String()),
    code: Nullable(Type.String({ description: "the provider's" })),
    detail: Nullable(Type.String()),
    dueAt: Time,
    createdAt: Time,
    sentAt: Nullable(Time),
    deliveredAt: Nullable(Time),
  },
  { title: 'LogView' },
)

export const LogPageView = TablePage(LogView)

const Day = Type.String({ format: 'date', description: 'business day' })

export const StatisticsQuery = Type.Object({ from: Day, to: Day }, closed)

export const StatisticsView = Type.Object(
  {
    channels: Type.Array(
      Type.Object({
        eventType: Type.String(),
        channel: Channel,
        attempted: Type.Integer(),
        sent: Type.Integer({ description: 'taken by the provider, delivered ones included' }),
        delivered: Type.Integer(),
        failed: Type.Integer(),
        suppressed: Type.Integer(),
        failures: Type.Record(Type.String(), Type.Integer()),
      }),
    ),
    templates: Type.Array(
      Type.Object({
        templateId: Type.String(),
        reachable: Type.Integer({ description: 'people with credit left' }),
        banned: Type.Integer(),
      }),
    ),
  },
  { title: 'StatisticsView' },
)

export const ReceiptParams = Type.Object({ provider: Type.Enum(['aliyun', 'tencent']) }, closed)

/** Either provider's list of reports; what we do not use is theirs to add to. */
export const ReceiptBody = Type.Array(
  Type.Object({
    phone_number: Type.Optional(Type.String({ maxLength: 20 })),
    mobile: Type.Optional(Type.String({ maxLength: 20 })),
    biz_id: Type.Optional(Type.String({ maxLength: 64 })),
    sid: Type.Optional(Type.String({ maxLength: 64 })),
    success: Type.Optional(Type.Boolean()),
    report_status: Type.Optional(Type.String({ maxLength: 20 })),
    err_code: Type.Optional(Type.String({ maxLength: 64 })),
    errmsg: Type.Optional(Type.String({ maxLength: 200 })),
  }),
  { maxItems: 200 },
)

export function toLogView(row: LogRow): Static<typeof LogView> {
  const {
    id,
    eventId,
    eventType,
    audience,
    recipientId,
    channel,
    template,
    status,
    attempts,
    failure,
    code,
    detail,
  } = row
  return {
    id,
    eventId,
    eventType,
    audience,
    recipientId,
    channel,
    template,
    status,
    attempts,
    failure,
    code,
    detail,
    dueAt: row.dueAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
  }
}
