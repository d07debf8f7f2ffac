import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createDatabase, prepareSchema, withDatabase } from './database.ts'
import { PRISMA_CLI, prismaEnv } from './generate.ts'
import { inRoot } from './paths.ts'
import { type ServiceName, serviceName } from './services.ts'
import { startTestInfra } from './test-infra.ts'

/**
 * The SQL that leads from a service's migrations to its schema.prisma; empty when they agree. `server` is the URL
 * of a superuser, because the comparison makes and drops a database of its own.
 */
export async function schemaDrift(server: string, service: ServiceName): Promise<string> {
  const access = { adminUrl: withDatabase(server, `drift_${service}`), password: '' }
  await createDatabase(access)
  await prepareSchema({ ...access, password: 'unused' }, service)
  const paths = ['--from-migrations', 'prisma/migrations', '--to-schema', 'prisma/schema.prisma']
  const out = execFileSync(process.execPath, [PRISMA_CLI, 'migrate', 'diff', ...paths, '--script'], {
    cwd: inRoot('services', `${service}-service`),
    encoding: 'utf8',
    env: { ...prismaEnv(), DATABASE_URL: `${access.adminUrl}?schema=${service}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return out
    .split('\n')
    .filter((line) => line.trim() && !line.startsWith('-- This is an empty migration'))
    .join('\n')
}

/** `linli migration <service> <name>`: writes the next migration.sql from schema.prisma, to be read and edited. */
export async function newMigration([service = '', name = '']: string[]): Promise<number> {
  const short = serviceName(service)
  if (!/^[a-z0-9_]+$/.test(name)) throw new Error('say: migration <service> <name_in_snake_case>')
  const root = inRoot('services', `${short}-service`, 'prisma', 'migrations')
  mkdirSync(root, { recursive: true })
  const infra = await startTestInfra()
  try {
    const sql = await schemaDrift(infra.postgres, short)
    if (!sql) {
      console.log(`${short}: schema.prisma and the migrations agree`)
      return 0
    }
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
    const dir = join(root, `${stamp}_${name}`)
    mkdirSync(dir)
    writeFileSync(join(dir, 'migration.sql'), `${sql}\n`)
    console.log(`${join(dir, 'migration.sql')}`)
    return 0
  } finally {
    await infra.stop()
  }
}
