import { CommonErrors, newId } from '@linli/core'
import { inTransaction } from '@linli/events'
import { adminOf, created, Envelope, IdParams, ok, type Routes } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import { requestTestSend } from '../dispatches/send-test-message.ts'
import { MessageErrors } from '../errors.ts'
import { sourceOf } from '../notices/catalogue.ts'
import { previewOf, sampleVars } from './preview.ts'
import { type Audience, stepsOf, type TemplateContent } from './rule.ts'
import {
  CreateTemplateBody,
  EditTemplateBody,
  PreviewBody,
  PreviewView,
  TemplatePageView,
  TemplateQuery,
  TemplateView,
  TestSendBody,
  toTemplateView,
} from './template.schema.ts'
import {
  addVersion,
  deleteTemplate,
  insertTemplate,
  loadTemplate,
  pageTemplates,
  type Template,
} from './template.store.ts'
import { lintTemplate } from './template.ts'

const tags = ['admin-message-templates']
const config = { audience: 'admin', permission: 'message-template:write' } as const

const variablesOf = ({ eventType, audience }: Pick<Template, 'eventType' | 'audience'>) =>
  sourceOf(eventType, audience)?.variables ?? []

/** @throws EVENT_TYPE_UNKNOWN, or TEMPLATE_INVALID with every problem. */
function assertUsable(eventType: string, audience: Audience, content: TemplateContent): void {
  const source = sourceOf(eventType, audience)
  if (!source) throw MessageErrors.EVENT_TYPE_UNKNOWN({ eventType, audience })
  const problems = lintTemplate(content, { audience, known: source.variables })
  if (problems.length > 0) throw MessageErrors.TEMPLATE_INVALID({ reason: problems[0], problems })
}

/** What this installation says instead of the built-in texts (M10). */
export const templateRoutes: Routes<Deps> = (app, deps) => {
  app.get(
    '/admin/message-templates',
    {
      config,
      schema: {
        operationId: 'listMessageTemplates',
        tags,
        querystring: TemplateQuery,
        response: { 200: Envelope(TemplatePageView) },
      },
    },
    async (request) => {
      const { page, pageSize, ...filter } = request.query
      const { items, total } = await pageTemplates(deps.sql, filter, { page, pageSize })
      const views = items.map((template) => toTemplateView(template, variablesOf(template)))
      return ok({ items: views, total, page, pageSize }, deps.clock.now())
    },
  )

  app.post(
    '/admin/message-templates',
    {
      config,
      schema: {
        operationId: 'createMessageTemplate',
        tags,
        body: CreateTemplateBody,
        response: { 201: Envelope(TemplateView) },
      },
    },
    async (request, reply) => {
      const { eventType, audience, content } = request.body
      assertUsable(eventType, audience, content)
      const id = await inTransaction(deps, (work: Work) => {
        work.afterCommit(() => deps.rules.clear())
        return insertTemplate(work, { eventType, audience, content, createdBy: adminOf(request).id })
      })
      const template = await loadTemplate(deps.sql, id)
      return reply.code(201).send(created(toTemplateView(template, variablesOf(template)), deps.clock.now()))
    },
  )

  app.get(
    '/admin/message-templates/:id',
    {
      config,
      schema: {
        operationId: 'getMessageTemplate',
        tags,
        params: IdParams,
        response: { 200: Envelope(TemplateView) },
      },
    },
    async (request) => {
      const template = await loadTemplate(deps.sql, request.params.id)
      return ok(toTemplateView(template, variablesOf(template)), deps.clock.now())
    },
  )

  app.put(
    '/admin/message-templates/:id',
    {
      config,
      schema: {
        operationId: 'editMessageTemplate',
        tags,
        params: IdParams,
        body: EditTemplateBody,
        response: { 200: Envelope(TemplateView) },
      },
    },
    async (request) => {
      const { id } = request.params
      const { version, content } = request.body
      const before = await loadTemplate(deps.sql, id)
      assertUsable(before.eventType, before.audience, content)
      await inTransaction(deps, async (work: Work) => {
        const next = { id, version, content, createdBy: adminOf(request).id }
        if (!(await addVersion(work, next))) throw CommonErrors.VERSION_CONFLICT({ version: before.version })
        work.afterCommit(() => deps.rules.clear())
      })
      const template = await loadTemplate(deps.sql, id)
      return ok(toTemplateView(template, variablesOf(template)), deps.clock.now())
    },
  )

  app.delete(
    '/admin/message-templates/:id',
    {
      config,
      schema: {
        operationId: 'deleteMessageTemplate',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      const { id } = request.params
      await inTransaction(deps, async (work: Work) => {
        if (!(await deleteTemplate(work, id))) throw MessageErrors.TEMPLATE_NOT_FOUND({ id })
        work.afterCommit(() => deps.rules.clear())
      })
      return ok(null, deps.clock.now())
    },
  )

  app.post(
    '/admin/message-templates/:id/previews',
    {
      config,
      schema: {
        operationId: 'previewMessageTemplate',
        tags,
        params: IdParams,
        body: PreviewBody,
        response: { 201: Envelope(PreviewView) },
      },
    },
    async (request, reply) => {
      const template = await loadTemplate(deps.sql, request.params.id)
      const known = variablesOf(template)
      const vars = { ...sampleVars(known), ...request.body.variables }
      const preview = previewOf(template.content, { audience: template.audience, known, vars })
      return reply.code(201).send(created(preview, deps.clock.now()))
    },
  )

  app.post(
    '/admin/message-templates/:id/test-sends',
    {
      config: {
        ...config,
        limit: { name: 'message-test-sends', max: 10, windowMs: 60_000, whenUnavailable: 'refuse' },
      },
      schema: {
        operationId: 'testMessageTemplate',
        tags,
        params: IdParams,
        body: TestSendBody,
        response: { 201: Envelope(Type.Object({ messageId: Type.String({ format: 'uuid' }) })) },
      },
    },
    async (request, reply) => {
      const template = await loadTemplate(deps.sql, request.params.id)
      const { userId, channel } = request.body
      const route = { channels: [channel], inApp: false, quietHours: false, delaySeconds: 0, enabled: true }
      const [step] = stepsOf({ route, content: template.content })
      if (!step) throw MessageErrors.CHANNEL_NOT_IN_TEMPLATE({ channel })
      const { eventType, audience } = template
      const messageId = await inTransaction(deps, (work: Work) =>
        requestTestSend(work, {
          ...step,
          eventId: newId(work.now),
          eventType,
          audience,
          recipientId: userId,
          vars: sampleVars(variablesOf(template)),
          actor: adminOf(request).id,
        }),
      )
      return reply.code(201).send(created({ messageId }, deps.clock.now()))
    },
  )
}
