import { Envelope, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { gatherSlots } from './gather-slots.ts'
import { SlotQuery, SlotView, toSlotView } from './slot.schema.ts'

/** When Linli delivers (D03, D04). */
export const slotRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/delivery-slots',
    {
      config: { audience: 'public' },
      schema: {
        operationId: 'listDeliverySlots',
        summary: 'Slots by start; those that cannot be taken are there with their reason',
        tags: ['delivery-slots'],
        querystring: SlotQuery,
        response: { 200: Envelope(Type.Object({ items: Type.Array(SlotView) })) },
      },
    },
    async (request) => {
      const { date, ...question } = request.query
      const { slots } = await gatherSlots(deps, { ...question, from: date })
      return ok({ items: slots.map(toSlotView) }, deps.clock.now())
    },
  )
}
