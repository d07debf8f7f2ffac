import { businessDay, CommonErrors } from '@linli/core'
import { inTransaction } from '@linli/events'
import { created, Envelope, IdParams, ok, type Routes, TablePage } from '@linli/http'
import { Type } from 'typebox'
import type { Deps, Work } from '../deps.ts'
import {
  CreateExceptionBody,
  ExceptionTableQuery,
  ExceptionView,
  toExceptionView,
  UpdateExceptionBody,
} from './slot.schema.ts'
import {
  deleteException,
  insertException,
  listExceptions,
  loadException,
  updateException,
} from './slot-exception.store.ts'
import { templatesConcerned } from './slot-template.store.ts'
import type { SlotExceptionDraft } from './slot-template.ts'
import { syncSlots } from './sync-slots.ts'

const tags = ['delivery-slots']
const config = { audience: 'admin', permission: 'slot:write' } as const
const EVERYTHING = { communityId: null, mode: null }

/** Days on which slots close or differ (D03). */
export const adminSlotExceptionRoutes: Routes<Deps> = (app, deps) => {
  const follow = async (work: Work, concerned: { communityId: string | null; mode: string | null }) => {
    const span = { from: businessDay(work.now), days: deps.slotDaysAhead }
    await syncSlots(work, await templatesConcerned(work.sql, concerned), span)
  }

  app.get(
    '/admin/slot-exceptions',
    {
      config,
      schema: {
        operationId: 'listSlotExceptions',
        summary: 'Exceptions, the latest day first',
        tags,
        querystring: ExceptionTableQuery,
        response: { 200: Envelope(TablePage(ExceptionView)) },
      },
    },
    async (request) => {
      const { page, pageSize } = request.query
      const { items, total } = await listExceptions(deps.sql, { skip: (page - 1) * pageSize, take: pageSize })
      return ok({ items: items.map(toExceptionView), total, page, pageSize }, deps.clock.now())
    },
  )

  app.post(
    '/admin/slot-exceptions',
    {
      config,
      schema: {
        operationId: 'createSlotException',
        summary: 'Close a day or change its capacity or surcharge',
        tags,
        body: CreateExceptionBody,
        response: { 201: Envelope(ExceptionView) },
      },
    },
    async (request, reply) => {
      refuseEmptyOverride(request.body)
      const exception = await inTransaction(deps, async (work: Work) => {
        const saved = await insertException(work, request.body)
        await follow(work, saved)
        return saved
      })
      return reply.code(201).send(created(toExceptionView(exception), deps.clock.now()))
    },
  )

  app.get(
    '/admin/slot-exceptions/:id',
    {
      config,
      schema: {
        operationId: 'getSlotException',
        summary: 'One exception',
        tags,
        params: IdParams,
        response: { 200: Envelope(ExceptionView) },
      },
    },
    async (request) =>
      ok(toExceptionView(await loadException(deps.sql, request.params.id)), deps.clock.now()),
  )

  app.put(
    '/admin/slot-exceptions/:id',
    {
      config,
      schema: {
        operationId: 'updateSlotException',
        summary: 'Change an exception; slots follow',
        tags,
        params: IdParams,
        body: UpdateExceptionBody,
        response: { 200: Envelope(ExceptionView) },
      },
    },
    async (request) => {
      const { version, ...draft } = request.body
      refuseEmptyOverride(draft)
      const ref = { id: request.params.id, version }
      const exception = await inTransaction(deps, async (work: Work) => {
        const saved = await updateException(work, ref, draft)
        await follow(work, EVERYTHING) // it may have concerned other communities before
        return saved
      })
      return ok(toExceptionView(exception), deps.clock.now())
    },
  )

  app.delete(
    '/admin/slot-exceptions/:id',
    {
      config,
      schema: {
        operationId: 'deleteSlotException',
        summary: 'Remove an exception; slots follow their templates again',
        tags,
        params: IdParams,
        response: { 200: Envelope(Type.Null()) },
      },
    },
    async (request) => {
      await inTransaction(deps, async (work: Work) => {
        const gone = await loadException(work.sql, request.params.id)
        await deleteException(work, gone.id)
        await follow(work, gone)
      })
      return ok(null, deps.clock.now())
    },
  )
}

/** An override changes something; a closed day has nothing else to say. */
function refuseEmptyOverride({ kind, capacity, surchargeFen }: SlotExceptionDraft): void {
  const changes = capacity !== null || surchargeFen !== null
  if ((kind === 'OVERRIDE') !== changes) throw CommonErrors.INVALID_REQUEST({ field: 'kind' })
}
