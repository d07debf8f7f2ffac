import { IdSchema } from '@linli/http'
import { type Static, Type } from 'typebox'
import { ModeSchema } from '../communities/community.schema.ts'
import type { Impact } from './impact.store.ts'

/** The days, places and ways that an exception would concern; absent: all of them. */
export const ExceptionScopeQuery = Type.Object(
  {
    day: Type.String({ format: 'date', description: 'business day, Asia/Shanghai' }),
    communityId: Type.Optional(IdSchema),
    mode: Type.Optional(ModeSchema),
  },
  { additionalProperties: false },
)

export const ImpactView = Type.Object(
  {
    openSlots: Type.Integer({ description: 'slots still on offer' }),
    promisedOrders: Type.Integer({ description: 'orders that hold a place in a slot that has not ended' }),
    parcels: Type.Integer({ description: 'parcels on their way or waiting to be collected' }),
  },
  { title: 'ImpactView' },
)

export const toImpactView = (impact: Impact): Static<typeof ImpactView> => ({
  openSlots: impact.openSlots,
  promisedOrders: impact.promisedOrders,
  parcels: impact.parcels,
})
