import { IdSchema, TableQuery } from '@linli/http'
import { type Static, Type } from 'typebox'
import { ModeSchema } from '../communities/community.schema.ts'
import { labelOf, type OfferedSlot, type Slot } from './slot.ts'
import type { SlotException, SlotTemplate } from './slot-template.ts'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

const Day = Type.String({ format: 'date', description: 'business day, Asia/Shanghai' })
const Time = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })
const Fen = Type.Integer({ minimum: 0, maximum: 100_000, description: 'fen' })
const Version = Type.Integer({ minimum: 1 })

export const SlotQuery = Type.Object(
  {
    communityId: IdSchema,
    mode: ModeSchema,
    pickupPointId: Type.Optional(IdSchema),
    /** One day, or from this day on. */
    date: Type.Optional(Day),
    days: Type.Integer({ minimum: 1, maximum: 14, default: 7 }),
  },
  { additionalProperties: false },
)

export const SlotView = Type.Object(
  {
    id: IdSchema,
    mode: ModeSchema,
    pickupPointId: Nullable(IdSchema),
    date: Type.String(),
    label: Type.String(),
    startsAt: Type.String(),
    endsAt: Type.String(),
    cutoffAt: Type.String(),
    remaining: Type.Integer(),
    surchargeFen: Type.Integer(),
    selectable: Type.Boolean(),
    reason: Nullable(Type.String()),
  },
  { title: 'SlotView' },
)

export const toSlotView = ({ slot, reason }: OfferedSlot): Static<typeof SlotView> => ({
  id: slot.id,
  mode: slot.mode,
  pickupPointId: slot.pickupPointId,
  date: slot.day,
  label: labelOf(slot),
  startsAt: slot.startsAt.toISOString(),
  endsAt: slot.endsAt.toISOString(),
  cutoffAt: slot.cutoffAt.toISOString(),
  remaining: slot.capacity - slot.reserved,
  surchargeFen: slot.surchargeFen,
  selectable: reason === undefined,
  reason: reason ?? null,
})

export const SlotTableQuery = Type.Object(
  {
    communityId: Type.Optional(IdSchema),
    mode: Type.Optional(ModeSchema),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    ...TableQuery,
  },
  { additionalProperties: false },
)

const Status = Type.Union([Type.Literal('OPEN'), Type.Literal('CLOSED')])

export const AdminSlotView = Type.Object(
  {
    id: IdSchema,
    templateId: IdSchema,
    communityId: IdSchema,
    mode: ModeSchema,
    pickupPointId: Nullable(IdSchema),
    date: Type.String(),
    label: Type.String(),
    startsAt: Type.String(),
    endsAt: Type.String(),
    cutoffAt: Type.String(),
    capacity: Type.Integer(),
    reserved: Type.Integer(),
    surchargeFen: Type.Integer(),
    status: Status,
    note: Type.String(),
    edited: Type.Boolean(),
    version: Type.Integer(),
  },
  { title: 'AdminSlotView' },
)

export const toAdminSlotView = (slot: Slot): Static<typeof AdminSlotView> => ({
  id: slot.id,
  templateId: slot.templateId,
  communityId: slot.communityId,
  mode: slot.mode,
  pickupPointId: slot.pickupPointId,
  date: slot.day,
  label: labelOf(slot),
  startsAt: slot.startsAt.toISOString(),
  endsAt: slot.endsAt.toISOString(),
  cutoffAt: slot.cutoffAt.toISOString(),
  capacity: slot.capacity,
  reserved: slot.reserved,
  surchargeFen: slot.surchargeFen,
  status: slot.status,
  note: slot.note,
  edited: slot.edited,
  version: slot.version,
})

export const EditSlotBody = Type.Object(
  {
    capacity: Type.Integer({ minimum: 0, maximum: 100_000 }),
    surchargeFen: Fen,
    status: Status,
    note: Type.String({ maxLength: 100 }),
    version: Version,
  },
  { additionalProperties: false },
)

const template = {
  communityId: IdSchema,
  mode: ModeSchema,
  pickupPointId: Nullable(IdSchema),
  weekdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, uniqueItems: true }),
  startTime: Time,
  endTime: Time,
  capacity: Type.Integer({ minimum: 1, maximum: 100_000 }),
  cutOffMinutes: Type.Integer({ minimum: 0, maximum: 20_160 }),
  minLeadMinutes: Type.Integer({ minimum: 0, maximum: 20_160 }),
  surchargeFen: Fen,
  enabled: Type.Boolean(),
}

export const CreateTemplateBody = Type.Object(template, { additionalProperties: false })
export const UpdateTemplateBody = Type.Object(
  { ...template, version: Version },
  { additionalProperties: false },
)
export const TemplateView = Type.Object(
  { ...template, id: IdSchema, version: Type.Integer() },
  { title: 'TemplateView' },
)
export const TemplateTableQuery = Type.Object(
  { communityId: Type.Optional(IdSchema), ...TableQuery },
  { additionalProperties: false },
)

const exception = {
  day: Day,
  communityId: Nullable(IdSchema),
  mode: Nullable(ModeSchema),
  kind: Type.Union([Type.Literal('CLOSED'), Type.Literal('OVERRIDE')]),
  capacity: Nullable(Type.Integer({ minimum: 1, maximum: 100_000 })),
  surchargeFen: Nullable(Fen),
  note: Type.String({ maxLength: 100 }),
}

export const CreateExceptionBody = Type.Object(exception, { additionalProperties: false })
export const UpdateExceptionBody = Type.Object(
  { ...exception, version: Version },
  { additionalProperties: false },
)
export const ExceptionView = Type.Object(
  { ...exception, id: IdSchema, version: Type.Integer() },
  { title: 'ExceptionView' },
)
export const ExceptionTableQuery = Type.Object(TableQuery, { additionalProperties: false })

export const toTemplateView = (row: SlotTemplate): Static<typeof TemplateView> => ({
  ...row,
  weekdays: [...row.weekdays],
})
export const toExceptionView = (row: SlotException): Static<typeof ExceptionView> => ({ ...row })
