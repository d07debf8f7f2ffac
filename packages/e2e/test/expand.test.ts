import { SERVICES } from '@linli/dev'
import { usePlatform } from '@linli/testing'
import { afterAll, expect, test } from 'vitest'
import { audit } from '../src/audit/audit.ts'
import { runJourney } from '../src/journey/run-journey.ts'
import { openShop } from '../src/shop.ts'
import { useDatabaseOfPlatform } from './support/stores.ts'

// docs/operations/upgrade.md: the next version's migration runs while this one serves. Here every table grows.

const { gateway, simulator, nats, postgres } = usePlatform()
const database = useDatabaseOfPlatform()
const { accounts } = openShop(usePlatform())
const journey = () => runJourney({ gateway: gateway ?? '', simulator: simulator ?? '', nats, accounts })

/** Partitions follow their table. */
async function tables(): Promise<string[]> {
  const { rows } = await database.query<{ name: string }>(
    `select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace n on n.oid = relnamespace
     where nspname = any($1) and relkind in ('r', 'p') and not relispartition`,
    [SERVICES],
  )
  return rows.map(({ name }) => name)
}

const shrink = async () => {
  for (const name of await tables())
    await database.query(`alter table ${name} drop column if exists of_next_version`)
}
afterAll(shrink)

test('a platform that is at work takes no harm from columns that it does not know', async () => {
  await journey() // now its connections hold prepared statements
  const all = await tables()
  expect(all.length).toBeGreaterThan(100)
  for (const name of all)
    await database.query(`alter table ${name} add column of_next_version integer not null default 1`)
  await journey()
  await shrink()
  await journey()
  const findings = await audit(postgres)
  expect(findings.filter(({ violations }) => violations.length > 0)).toEqual([])
})
