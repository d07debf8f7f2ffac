import { type Static, Type } from 'typebox'
import { CHANNELS, type Route } from './rule.ts'
import { AudienceSchema, EventTypeSchema } from './template.schema.ts'

const closed = { additionalProperties: false }
const DELAY_LIMIT_SECONDS = 604_800

const RouteFields = {
  audience: AudienceSchema,
  channels: Type.Array(Type.Enum([...CHANNELS]), {
    uniqueItems: true,
    description: 'outside the app, in the order in which they are tried',
  }),
  inApp: Type.Boolean(),
  quietHours: Type.Boolean({ description: 'waits from 22:00 to 08:00' }),
  delaySeconds: Type.Integer({ minimum: 0, maximum: DELAY_LIMIT_SECONDS }),
  enabled: Type.Boolean(),
}

export const EventTypeParams = Type.Object({ eventType: EventTypeSchema }, closed)

export const RouteView = Type.Object(
  {
    ...RouteFields,
    eventType: Type.String(),
    version: Type.Integer({ description: '0 = built in' }),
  },
  { title: 'RouteView' },
)

export const RoutesBody = Type.Object(
  {
    routes: Type.Array(
      Type.Object(
        { ...RouteFields, version: Type.Integer({ minimum: 0, description: 'the one that was edited' }) },
        closed,
      ),
      { minItems: 1, maxItems: 2 },
    ),
  },
  closed,
)

export type RouteRow = Route & {
  readonly eventType: string
  readonly audience: Static<typeof AudienceSchema>
  readonly version: number
}

export const toRouteView = ({ channels, ...route }: RouteRow): Static<typeof RouteView> => ({
  ...route,
  channels: [...channels],
})
