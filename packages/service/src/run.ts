import { dirname, join } from 'node:path'
import { migrateDeploy } from '@linli/migrate'
import { type TObject, Type } from 'typebox'
import { BaseConfig, ConfigError, loadConfig } from './config.ts'
import type { ServiceDefinition } from './define-service.ts'
import { collectStart, letHeapDouble, scavengeAlone } from './heap.ts'
import { launch } from './launch.ts'
import type { ServiceDeps } from './service-deps.ts'

/**
 * The whole of `main.ts`: `serve` (default) runs the service until SIGTERM, `migrate` applies its migrations and ends.
 * The bundle lies in `dist/` of the service's folder.
 */
export async function run<Config extends TObject, Deps extends ServiceDeps>(
  definition: ServiceDefinition<Config, Deps>,
): Promise<void> {
  const directory = dirname(import.meta.dirname)
  try {
    if (process.argv[2] === 'migrate') await migrate(definition.name, directory)
    else await serve(definition, directory)
  } catch (error) {
    process.stderr.write(`${error instanceof ConfigError ? error.message : format(error)}\n`)
    process.exit(1)
  }
}

/** All that a migration may know: the job that runs it holds no other secret. */
const MigrationConfig = Type.Pick(BaseConfig, ['MIGRATION_DATABASE_URL', 'MIGRATIONS_DIR'])

async function migrate(schema: string, directory: string): Promise<void> {
  const { MIGRATION_DATABASE_URL, MIGRATIONS_DIR } = loadConfig(MigrationConfig, process.env)
  if (!MIGRATION_DATABASE_URL) throw new ConfigError(['MIGRATION_DATABASE_URL is missing'])
  const applied = await migrateDeploy({
    connectionString: MIGRATION_DATABASE_URL,
    schema,
    dir: MIGRATIONS_DIR ?? join(directory, 'prisma/migrations'),
    warn: (message) => process.stderr.write(`${message}\n`),
  })
  process.stdout.write(`${applied.length} migrations applied\n`)
}

async function serve<Config extends TObject, Deps extends ServiceDeps>(
  definition: ServiceDefinition<Config, Deps>,
  directory: string,
): Promise<void> {
  letHeapDouble()
  scavengeAlone()
  const service = await launch(definition, { environment: process.env, directory })
  process.on('unhandledRejection', service.deps.onError)
  const graceMs = loadConfig(BaseConfig, process.env).SHUTDOWN_GRACE_MS
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), graceMs).unref()
    service.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        service.deps.onError(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  collectStart()
}

function format(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
