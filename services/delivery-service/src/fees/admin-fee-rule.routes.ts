import { inTransaction } from '@linli/events'
import { adminOf, created, Envelope, IdParams, ok, type Routes, TablePage } from '@linli/http'
import type { Deps, Work } from '../deps.ts'
import {
  CreateRuleBody,
  FeeQuoteView,
  RuleTableQuery,
  RuleView,
  SimulationBody,
  toFeeQuoteView,
  toRuleView,
  UpdateRuleBody,
} from './fee.schema.ts'
import { insertRule, listRules, loadRule, updateRule } from './fee-rule.store.ts'
import { checkTiers } from './fee-rule.ts'
import { gatherFee } from './gather-fee.ts'

const tags = ['fee-rules']
const config = { audience: 'admin', permission: 'fee-rule:write' } as const

/** A rule is never deleted: quotes name its versions. `enabled: false` takes it out of use. */
export const adminFeeRuleRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/fee-rules',
    {
      config,
      schema: {
        operationId: 'listFeeRules',
        summary: 'Fee rules by mode, newest first',
        tags,
        querystring: RuleTableQuery,
        response: { 200: Envelope(TablePage(RuleView)) },
      },
    },
    async (request) => {
      const { page, pageSize } = request.query
      const { items, total } = await listRules(deps.sql, { skip: (page - 1) * pageSize, take: pageSize })
      return ok({ items: items.map(toRuleView), total, page, pageSize }, deps.clock.now())
    },
  )

  app.post(
    '/admin/fee-rules',
    {
      config,
      schema: {
        operationId: 'createFeeRule',
        summary: 'Add a fee rule',
        tags,
        body: CreateRuleBody,
        response: { 201: Envelope(RuleView) },
      },
    },
    async (request, reply) => {
      checkTiers(request.body)
      const actorId = adminOf(request).id
      const rule = await inTransaction(deps, (work: Work) => insertRule(work, request.body, actorId))
      return reply.code(201).send(created(toRuleView(rule), deps.clock.now()))
    },
  )

  app.get(
    '/admin/fee-rules/:id',
    {
      config,
      schema: {
        operationId: 'getFeeRule',
        summary: 'One fee rule',
        tags,
        params: IdParams,
        response: { 200: Envelope(RuleView) },
      },
    },
    async (request) => ok(toRuleView(await loadRule(deps.sql, request.params.id)), deps.clock.now()),
  )

  app.put(
    '/admin/fee-rules/:id',
    {
      config,
      schema: {
        operationId: 'updateFeeRule',
        summary: 'Change a fee rule; the old version stays readable',
        tags,
        params: IdParams,
        body: UpdateRuleBody,
        response: { 200: Envelope(RuleView) },
      },
    },
    async (request) => {
      const { version, ...draft } = request.body
      checkTiers(draft)
      const edit = { id: request.params.id, version, actorId: adminOf(request).id }
      const rule = await inTransaction(deps, (work: Work) => updateRule(work, edit, draft))
      return ok(toRuleView(rule), deps.clock.now())
    },
  )

  app.post(
    '/admin/fee-rules/simulations',
    {
      config,
      schema: {
        operationId: 'simulateFee',
        summary: 'What an order of this weight and value would pay at a place',
        tags,
        body: SimulationBody,
        response: { 201: Envelope(FeeQuoteView) },
      },
    },
    async (request, reply) => {
      const { lng, lat, weightG, ...question } = request.body
      const place = lng !== undefined && lat !== undefined ? ([lng, lat] as const) : undefined
      const lines = [{ skuId: '', weightG, storageType: 'AMBIENT' as const, deliveryModes: [question.mode] }]
      const quote = await gatherFee(deps, { ...question, place, lines })
      return reply.code(201).send(created(toFeeQuoteView(quote), deps.clock.now()))
    },
  )
}
