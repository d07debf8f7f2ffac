import { inTransaction } from '@linli/events'
import { adminOf, Envelope, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { gatherRules } from './gather-prices.ts'
import { DISCOUNT_TYPES, POLICIES, type Stacking } from './stacking.ts'
import { writeStackingRules } from './write-stacking-rules.ts'

const tags = ['admin-promotions']
const Discount = Type.Enum([...DISCOUNT_TYPES])
const RuleSchema = Type.Object(
  { one: Discount, other: Discount, policy: Type.Enum([...POLICIES]) },
  { additionalProperties: false },
)
const StackingBody = Type.Object(
  { rules: Type.Array(RuleSchema, { minItems: 1, maxItems: 55 }) },
  { additionalProperties: false },
)
/** Every pair once, set or by default. */
const StackingView = Type.Object(
  { rules: Type.Array(RuleSchema), version: Type.String() },
  { title: 'StackingView' },
)

const toView = ({ rules, version }: Stacking) => ({ rules: [...rules], version })

/** The matrix of A13: what may be combined with what. */
export const stackingRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/stacking-rules',
    {
      config: { audience: 'admin', permission: 'activity:read' },
      schema: { operationId: 'getStackingRules', tags, response: { 200: Envelope(StackingView) } },
    },
    async () => ok(toView((await gatherRules(deps)).stacking), deps.clock.now()),
  )

  app.put(
    '/admin/stacking-rules',
    {
      config: { audience: 'admin', permission: 'activity:write' },
      schema: {
        operationId: 'updateStackingRules',
        summary: 'Sets the given pairs; the others stay',
        tags,
        body: StackingBody,
        response: { 200: Envelope(StackingView) },
      },
    },
    async (request) => {
      const adminId = adminOf(request).id
      await inTransaction(deps, (work: Work) => writeStackingRules(work, request.body.rules, adminId))
      deps.rules.drop()
      return ok(toView((await gatherRules(deps)).stacking), deps.clock.now())
    },
  )
}
