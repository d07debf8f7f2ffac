import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { happened } from '@linli/core'
import { bindPrisma, inTransaction, on, type PrismaBinding } from '@linli/events'
import { Envelope, IdSchema, ok, userOf } from '@linli/http'
import { OrderCreated, OrderPaid } from '@linli/proto/order'
import { Type } from 'typebox'
import { afterAll } from 'vitest'
import { type BaseDeps, defineService } from '../../src/index.ts'

/** Only the tables of packages/events. */
export function tinyMigrations(): string {
  const dir = mkdtempSync(join(tmpdir(), 'linli-tiny-'))
  afterAll(() => rmSync(dir, { recursive: true }))
  for (const [index, name] of ['events', 'replay_from', 'redriven_by'].entries()) {
    const into = join(dir, `000${index + 1}_${name}`)
    mkdirSync(into)
    cpSync(join(import.meta.dirname, '../../../events/tables', `${name}.sql`), join(into, 'migration.sql'))
  }
  return dir
}

export type TinyDeps = BaseDeps & { readonly prisma: PrismaBinding<object>; close(): Promise<void> }

/** Doors that a test opens and closes. */
export const gate = { entered: 0, open: Promise.resolve() }

/** A service that pays orders: a request publishes an event, the event publishes another. */
export const tinyService = defineService({
  name: 'order',
  config: Type.Object({}),
  deps: (base): TinyDeps => ({
    ...base,
    prisma: bindPrisma<object>(base.pool, base.name, () => ({
      $transaction: () => Promise.reject(new Error('this service has no Prisma client')),
    })),
    close: async () => undefined,
  }),
  http: [
    (app, deps: TinyDeps) => {
      const params = Type.Object({ id: IdSchema })
      const response = { 200: Envelope(Type.Object({ id: IdSchema })) }
      app.post(
        '/orders/:id',
        { config: { audience: 'public' }, schema: { params, response } },
        async (request) => {
          const { id } = request.params
          await inTransaction(deps, async (work) => {
            work.publish(
              happened(
                OrderCreated,
                { aggregateType: 'order', aggregateId: id },
                OrderCreated.fromPartial({ orderId: id }),
              ),
            )
          })
          return ok({ id }, deps.clock.now())
        },
      )
      app.get(
        '/slow/:id',
        { config: { audience: 'public' }, schema: { params, response } },
        async (request) => {
          gate.entered += 1
          await gate.open
          await deps.sql`select 1`
          return ok({ id: request.params.id }, deps.clock.now())
        },
      )
      app.get('/me', { config: { audience: 'user' }, schema: { response } }, async (request) =>
        ok({ id: userOf(request).id }, deps.clock.now()),
      )
    },
  ],
  grpc: [],
  publishes: [OrderCreated, OrderPaid],
  events: () => [
    on(OrderCreated, async (work, { orderId }) => {
      await gate.open
      const about = { aggregateType: 'order', aggregateId: orderId, aggregateVersion: 2 }
      work.publish(happened(OrderPaid, about, OrderPaid.fromPartial({ orderId })))
    }),
  ],
  jobs: [],
  machines: [],
})
