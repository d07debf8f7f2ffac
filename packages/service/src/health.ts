import { readdir } from 'node:fs/promises'
import type { Sql } from '@linli/events'
import type { App } from '@linli/http'

export type HealthChecks = {
  readonly sql: Sql
  readonly natsConnected: () => boolean
  readonly migrationsDir: string
  readonly metricsText: () => Promise<string>
  readonly draining: () => boolean
}

/** `/healthz`: the process runs. `/readyz`: it can do its work. `/metrics`: Prometheus. None is routed publicly. */
export function installHealth(app: App, checks: HealthChecks): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }))
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    const [database, migrations] = await Promise.all([isUp(checks.sql), isMigrated(checks)])
    const state = { database, migrations, nats: checks.natsConnected(), draining: checks.draining() }
    const ready = database && migrations && state.nats && !state.draining
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', ...state })
  })
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/plain; version=0.0.4').send(await checks.metricsText()),
  )
}

const isUp = (sql: Sql) =>
  sql`select 1`.then(
    () => true,
    () => false,
  )

async function isMigrated({ sql, migrationsDir }: HealthChecks): Promise<boolean> {
  try {
    const entries = await readdir(migrationsDir, { withFileTypes: true })
    const wanted = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
    const rows = await sql<{ name: string }>`
      select migration_name as name from _prisma_migrations where finished_at is not null`
    const applied = new Set(rows.map((row) => row.name))
    return wanted.every((name) => applied.has(name))
  } catch {
    return false // an unreachable database or a missing folder is "not ready", which is what the answer says
  }
}
