import { IdSchema, TableQuery } from '@linli/http'
import { type Static, Type } from 'typebox'
import { hoursText } from './hours.ts'
import type { Member } from './pickup-point.store.ts'
import { isTaking, type PickupPoint, POINT_STATUSES, POINT_TYPES } from './pickup-point.ts'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

const Time = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })
const HoursList = Type.Array(Type.Object({ from: Time, to: Time }, { additionalProperties: false }), {
  maxItems: 4,
})
const Week = Type.Object(
  {
    '1': HoursList,
    '2': HoursList,
    '3': HoursList,
    '4': HoursList,
    '5': HoursList,
    '6': HoursList,
    '7': HoursList,
  },
  { additionalProperties: false, description: 'ISO weekday; an empty list is a day closed' },
)
const DayList = Type.Array(
  Type.Object(
    { day: Type.String({ format: 'date' }), hours: HoursList, note: Type.String({ maxLength: 100 }) },
    { additionalProperties: false },
  ),
  { maxItems: 100 },
)

export const PointQuery = Type.Object({ communityId: IdSchema }, { additionalProperties: false })

export const PointTableQuery = Type.Object(
  {
    communityId: Type.Optional(IdSchema),
    status: Type.Optional(Type.Enum([...POINT_STATUSES])),
    ...TableQuery,
  },
  { additionalProperties: false },
)

/** What residents see: no phone. */
export const PointView = Type.Object(
  {
    id: IdSchema,
    communityId: IdSchema,
    name: Type.String(),
    type: Type.Enum([...POINT_TYPES]),
    address: Type.String(),
    lng: Type.Number(),
    lat: Type.Number(),
    open: Type.Boolean({ description: 'takes orders now' }),
    coldStorage: Type.Boolean(),
    openingHours: Type.String({ description: 'today; empty = closed' }),
    hours: Week,
    days: DayList,
  },
  { title: 'PointView' },
)

const written = {
  communityId: IdSchema,
  merchantId: Nullable(IdSchema),
  name: Type.String({ minLength: 1, maxLength: 60 }),
  type: Type.Enum([...POINT_TYPES]),
  address: Type.String({ minLength: 1, maxLength: 200 }),
  lng: Type.Number({ minimum: -180, maximum: 180 }),
  lat: Type.Number({ minimum: -90, maximum: 90 }),
  contactName: Type.String({ minLength: 1, maxLength: 40 }),
  contactPhone: Type.String({ pattern: '^[0-9-]{5,20}$' }),
  hours: Week,
  days: DayList,
  dailyCapacity: Type.Integer({ minimum: 1, maximum: 100_000 }),
  coldStorage: Type.Boolean(),
  leaderId: Nullable(IdSchema),
}

export const CreatePointBody = Type.Object(written, { additionalProperties: false })
export const UpdatePointBody = Type.Object(
  { ...written, version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)

/** What the people of a point may change themselves. */
export const HoursBody = Type.Object(
  { hours: Week, days: DayList, version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)

export const ClosureBody = Type.Object(
  {
    startsAt: Type.String({ format: 'date-time' }),
    endsAt: Type.String({ format: 'date-time' }),
    reason: Type.String({ minLength: 1, maxLength: 100 }),
  },
  { additionalProperties: false },
)

export const StatusBody = Type.Object(
  { status: Type.Enum([...POINT_STATUSES]) },
  { additionalProperties: false },
)
export const StaffBody = Type.Object(
  { staffIds: Type.Array(IdSchema, { maxItems: 50, uniqueItems: true }) },
  { additionalProperties: false },
)
export const StaffView = Type.Object(
  {
    items: Type.Array(Type.Object({ staffId: IdSchema, name: Type.String() })),
  },
  { title: 'StaffView' },
)

export const FullPointView = Type.Object(
  {
    ...written,
    id: IdSchema,
    status: Type.Enum([...POINT_STATUSES]),
    openingHours: Type.String(),
    closures: Type.Array(
      Type.Object({ id: IdSchema, startsAt: Type.String(), endsAt: Type.String(), reason: Type.String() }),
    ),
    version: Type.Integer(),
    createdAt: Type.String(),
    updatedAt: Type.String(),
  },
  { title: 'FullPointView' },
)

const weekOf = ({ hours }: PickupPoint): Static<typeof Week> => {
  const day = (weekday: string) => (hours[weekday] ?? []).map(({ from, to }) => ({ from, to }))
  return {
    '1': day('1'),
    '2': day('2'),
    '3': day('3'),
    '4': day('4'),
    '5': day('5'),
    '6': day('6'),
    '7': day('7'),
  }
}
const daysOf = ({ days }: PickupPoint): Static<typeof DayList> =>
  days.map(({ day, hours, note }) => ({ day, hours: hours.map(({ from, to }) => ({ from, to })), note }))

export const toPointView = (point: PickupPoint, at: Date): Static<typeof PointView> => ({
  id: point.id,
  communityId: point.communityId,
  name: point.name,
  type: point.type,
  address: point.address,
  lng: point.lng,
  lat: point.lat,
  open: isTaking(point, at),
  coldStorage: point.coldStorage,
  openingHours: hoursText(point, at),
  hours: weekOf(point),
  days: daysOf(point),
})

export const toFullPointView = (point: PickupPoint, at: Date): Static<typeof FullPointView> => ({
  ...point,
  hours: weekOf(point),
  days: daysOf(point),
  openingHours: hoursText(point, at),
  closures: point.closures.map(({ id, startsAt, endsAt, reason }) => ({
    id,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    reason,
  })),
  createdAt: point.createdAt.toISOString(),
  updatedAt: point.updatedAt.toISOString(),
})

export const toStaffView = (members: readonly Member[]): Static<typeof StaffView> => ({ items: [...members] })
