import { inTransaction } from '@linli/events'
import { created, Envelope, ok, type Routes, staffOf, userOf } from '@linli/http'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { MessageErrors } from '../errors.ts'
import { gatherRules } from '../rules/gather-rules.ts'
import type { Rules } from '../rules/rule.ts'
import { promptsOf, type Scene, STAFF_SCENES, type StaffScene, staffPromptsOf } from '../rules/scenes.ts'
import { changeCredits } from './change-credits.ts'
import { CreditView, PromptView, SceneQuery, SubscriptionsBody, toCreditView } from './credit.schema.ts'
import { listCredits } from './credit.store.ts'
import { REASON_OF } from './credit.ts'

const tags = ['message-subscriptions']
const audience = ['user', 'merchant'] as const
const limit = { name: 'message-subscriptions', max: 30, windowMs: 60_000, whenUnavailable: 'allow' } as const

const subscriberOf = (request: FastifyRequest): string =>
  request.identity?.audience === 'merchant' ? staffOf(request).id : userOf(request).id

type Asked = { identity: FastifyRequest['identity']; query: { scene: Scene | StaffScene } }

/** What this person can be asked in a scene: each app has scenes, and templates, of its own. */
function promptsFor({ staffWechat }: Deps, rules: Rules, { identity, query: { scene } }: Asked) {
  const isStaff = identity?.audience === 'merchant'
  if (scene in STAFF_SCENES) return isStaff && staffWechat ? staffPromptsOf(rules, scene as StaffScene) : []
  return isStaff ? [] : promptsOf(rules, scene as Scene)
}

/** Which subscribe messages to ask for, and what the user answered (M02). */
export const creditRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/message-subscriptions/templates',
    {
      config: { audience },
      schema: {
        operationId: 'listSubscriptionTemplates',
        tags,
        querystring: SceneQuery,
        response: { 200: Envelope(Type.Array(PromptView)) },
      },
    },
    async (request) => {
      const subscriber = subscriberOf(request)
      const prompts = promptsFor(deps, await gatherRules(deps, deps.sql), request)
      const ids = prompts.map(({ templateId }) => templateId)
      const credits = new Map(
        (await listCredits(deps.sql, [subscriber], ids)).map((row) => [row.templateId, row]),
      )
      const items = prompts.map((prompt) => {
        const { credits: left = 0, banned = false } = credits.get(prompt.templateId) ?? {}
        return { ...prompt, credits: left, banned }
      })
      return ok(items, deps.clock.now())
    },
  )

  app.post(
    '/message-subscriptions',
    {
      config: { audience, limit },
      schema: {
        operationId: 'reportSubscriptions',
        tags,
        body: SubscriptionsBody,
        response: { 201: Envelope(Type.Array(CreditView)) },
      },
    },
    async (request, reply) => {
      const recipientId = subscriberOf(request)
      const rules = await gatherRules(deps, deps.sql)
      const known = new Set([...rules.values()].map(({ content }) => content.wechat?.templateId))
      const changes = request.body.results.flatMap(({ templateId, result }) => {
        if (!known.has(templateId)) throw MessageErrors.SUBSCRIPTION_TEMPLATE_UNKNOWN({ templateId })
        const reason = REASON_OF[result]
        return reason ? [{ recipientId, templateId, reason }] : []
      })
      const credits = await inTransaction(deps, (work: Work) => changeCredits(work, changes))
      return reply.code(201).send(created(credits.map(toCreditView), deps.clock.now()))
    },
  )
}
