import { inTransaction } from '@linli/events'
import { created, Envelope, IdParams, IdSchema, ok, type Routes } from '@linli/http'
import { type Static, Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { activateRule, addRule, currentRule, editRule, listRules, type RuleDraft } from './rule.store.ts'
import type { Rule } from './rule.ts'

const tags = ['points-rules']
const Count = (maximum: number, minimum = 0) => Type.Integer({ minimum, maximum })

const Terms = {
  name: Type.String({ minLength: 1, maxLength: 50 }),
  earnPerFen: Count(1_000_000, 1),
  earnOrderCap: Count(1_000_000),
  earnDayCap: Count(1_000_000),
  excludedCategoryIds: Type.Array(IdSchema, { maxItems: 200 }),
  redeemFenPerPoint: Count(10_000, 1),
  redeemMaxBp: Count(10_000),
  redeemOrderCap: Count(10_000_000),
  redeemUnit: Count(100_000, 1),
  withCoupon: Type.Boolean(),
  withActivity: Type.Boolean(),
}
const RuleBody = Type.Object(
  { ...Terms, effectiveFrom: Type.String({ format: 'date-time' }) },
  { additionalProperties: false },
)
const RuleView = Type.Object(
  {
    id: IdSchema,
    version: Type.Integer(),
    status: Type.String(),
    effectiveFrom: Type.String({ format: 'date-time' }),
    ...Terms,
  },
  { title: 'RuleView' },
)

const toView = (rule: Rule): Static<typeof RuleView> => ({
  ...rule,
  excludedCategoryIds: [...rule.excludedCategoryIds],
  effectiveFrom: rule.effectiveFrom.toISOString(),
})

const draftOf = (body: Static<typeof RuleBody>): RuleDraft => ({
  ...body,
  effectiveFrom: new Date(body.effectiveFrom),
})

export const ruleRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/points-rules/current',
    {
      config: { audience: 'public' },
      schema: {
        operationId: 'getCurrentPointsRule',
        summary: 'How points are earned and spent',
        tags,
        response: { 200: Envelope(RuleView) },
      },
    },
    async () => {
      const now = deps.clock.now()
      return ok(toView(await currentRule(deps.sql, now)), now)
    },
  )

  app.get(
    '/admin/points-rules',
    {
      config: { audience: 'admin', permission: 'points:read' },
      schema: { operationId: 'listPointsRules', tags, response: { 200: Envelope(Type.Array(RuleView)) } },
    },
    async () => ok((await listRules(deps.sql)).map(toView), deps.clock.now()),
  )

  app.post(
    '/admin/points-rules',
    {
      config: { audience: 'admin', permission: 'points-rule:write' },
      schema: {
        operationId: 'addPointsRule',
        summary: 'A new version, as a draft',
        tags,
        body: RuleBody,
        response: { 201: Envelope(RuleView) },
      },
    },
    async (request, reply) => {
      const draft = draftOf(request.body)
      const rule = await inTransaction(deps, (work: Work) => addRule(work, draft))
      return reply.code(201).send(created(toView(rule), deps.clock.now()))
    },
  )

  app.put(
    '/admin/points-rules/:id',
    {
      config: { audience: 'admin', permission: 'points-rule:write' },
      schema: {
        operationId: 'updatePointsRule',
        summary: 'Rewrite a draft; what was activated stays as it is',
        tags,
        params: IdParams,
        body: RuleBody,
        response: { 200: Envelope(RuleView) },
      },
    },
    async (request) => {
      const draft = draftOf(request.body)
      const rule = await inTransaction(deps, (work: Work) => editRule(work, request.params.id, draft))
      return ok(toView(rule), deps.clock.now())
    },
  )

  app.post(
    '/admin/points-rules/:id/activations',
    {
      config: { audience: 'admin', permission: 'points-rule:write' },
      schema: {
        operationId: 'activatePointsRule',
        tags,
        params: IdParams,
        response: { 201: Envelope(RuleView) },
      },
    },
    async (request, reply) => {
      const rule = await inTransaction(deps, (work: Work) => activateRule(work, request.params.id))
      return reply.code(201).send(created(toView(rule), deps.clock.now()))
    },
  )
}
