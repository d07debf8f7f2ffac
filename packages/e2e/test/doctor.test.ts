import { chmod, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inRoot, SERVICES } from '@linli/dev'
import { examine, type Finding, findInstallation } from '@linli/doctor'
import { streamConfig, streamName } from '@linli/events'
import { eventually, usePlatform } from '@linli/testing'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { Redis } from 'ioredis'
import { afterAll, expect, test } from 'vitest'
import { without } from './support/parts.ts'
import { keysFolder, useDatabaseOfPlatform } from './support/stores.ts'

const DAY_MS = 86_400_000

const platform = usePlatform()
const database = useDatabaseOfPlatform()
const installation = findInstallation({})
const redis = new Redis(platform.redis)
const nats = await connect({ servers: platform.nats })
const jsm = await jetstreamManager(nats)

afterAll(async () => {
  redis.disconnect()
  await nats.close()
})

/** Plants a fault, looks, takes it away again whatever was seen. */
async function withFault(plant: () => Promise<unknown>, remove: () => Promise<unknown>): Promise<Finding[]> {
  await plant()
  try {
    return await examine(installation)
  } finally {
    await remove()
  }
}

const problems = (findings: readonly Finding[], check: string) =>
  findings.filter((finding) => finding.check === check).map(({ problem }) => problem)

/** One finding, and it tells what was done: a fault may not set off half of the alarms. */
function expectOnly(findings: readonly Finding[], check: string, says: RegExp): void {
  expect(findings.map((finding) => [finding.check, finding.problem])).toEqual([
    [check, expect.stringMatching(says)],
  ])
  expect(findings[0]?.advice).not.toBe('')
}

test('a healthy installation has no findings', async () => {
  await eventually(async () => expect(await examine(installation)).toEqual([]), { timeoutMs: 30_000 })
})

test('a migration that is not applied', async () => {
  type Row = { id: string; finished_at: Date }
  const last = `select id, finished_at from points._prisma_migrations order by migration_name desc limit 1`
  const { rows } = await database.query<Row>(last)
  const [row] = rows
  const setFinished = (at: Date | null) => () =>
    database.query('update points._prisma_migrations set finished_at = $2 where id = $1', [row?.id, at])
  const findings = await withFault(setFinished(null), setFinished(row?.finished_at ?? null))
  expect(problems(findings, 'migrations')).toEqual([expect.stringMatching(/^points: \S+ failed/)])
})

test('a migration that was applied with another text', async () => {
  const turnSum = () =>
    database.query(
      `update message._prisma_migrations set checksum = reverse(checksum) where migration_name like '0001%'`,
    )
  const findings = await withFault(turnSum, turnSum)
  expectOnly(findings, 'migrations', /message: 0001\S+ was applied with another text/)
})

test('a role that can look into the schema of another service', async () => {
  const findings = await withFault(
    () => database.query('grant usage on schema payment to order_svc'),
    () => database.query('revoke usage on schema payment from order_svc'),
  )
  expectOnly(findings, 'grants', /role order_svc can use schema payment/)
})

test('a role that can rewrite the audit log, and one that lacks a right', async () => {
  const rewritten = await withFault(
    () => database.query('grant update on "user".audit_logs to user_svc'),
    () => database.query('revoke update on "user".audit_logs from user_svc'),
  )
  expectOnly(rewritten, 'grants', /role user_svc can rewrite user.audit_logs/)
  const lacking = await withFault(
    () => database.query('revoke delete on points.inbox from points_svc'),
    () => database.query('grant delete on points.inbox to points_svc'),
  )
  expectOnly(lacking, 'grants', /role points_svc lacks rights on its points.inbox/)
})

test('a stream with other settings than declared', async () => {
  const declared = streamConfig('points')
  const findings = await withFault(
    () => jsm.streams.update(declared.name, { ...declared, max_age: declared.max_age / 2 }),
    () => jsm.streams.update(declared.name, declared),
  )
  expectOnly(findings, 'topology', /stream POINTS has other settings than declared: max_age/)
})

test('streams with fewer copies than the services are told to keep', async () => {
  const findings = await examine({ ...installation, streamReplicas: 3 })
  expect(problems(findings, 'topology')).toEqual(
    SERVICES.map((service) => `stream ${streamName(service)} has 1 of 3 copies`),
  )
})

test('a consumer that belongs to nobody', async () => {
  const stream = streamName('points')
  const findings = await withFault(
    () => jsm.consumers.add(stream, { durable_name: 'left_over' }),
    () => jsm.consumers.delete(stream, 'left_over'),
  )
  expectOnly(findings, 'topology', /consumer left_over of POINTS belongs to no subscription/)
})

test('partitions that end too early', async () => {
  const findings = await examine({
    ...installation,
    clock: { ...installation.clock, now: () => new Date(Date.now() + 40 * DAY_MS) },
  })
  expect(problems(findings, 'partitions')).toContainEqual(
    expect.stringMatching(/orders: partitions end at .*less than 3 months ahead/),
  )
})

test('a clock that is five minutes off', async () => {
  const findings = await examine({
    ...installation,
    clock: { ...installation.clock, now: () => new Date(Date.now() - 300_000) },
  })
  expect(problems(findings, 'clocks')).toContainEqual(
    expect.stringMatching(/the clock of PostgreSQL is (299|300)\.\d s ahead of this host/),
  )
})

test('a service that is down, and the events that it cannot publish', async () => {
  const id = '019b76da-a800-7000-8000-00000000d0c7'
  await without('points', platform.services, async () => {
    const findings = await withFault(
      () =>
        database.query(
          `insert into points.outbox (id, type, aggregate_type, aggregate_id, payload, headers, occurred_at)
           values ($1, 'points.v1.Nothing', 'account', '', '{}', '{}', now() - interval '1 hour')`,
          [id],
        ),
      () => database.query('delete from points.outbox where id = $1', [id]),
    )
    expect(problems(findings, 'readiness')).toEqual([expect.stringMatching(/points-service does not answer/)])
    expect(problems(findings, 'outbox')).toEqual([
      expect.stringMatching(/points: 1 events are not published/),
    ])
  })
})

test('a parked event', async () => {
  const id = '019b76da-a800-7000-8000-00000000dead'
  const findings = await withFault(
    () =>
      database.query(
        `insert into activity.dead_event (id, consumer, stream_seq, subject, payload, headers, error, parked_at)
         values ($1, 'doctor.v1.Poison', 1, 'doctor.v1.Poison', '{}', '{}', 'poison', now())`,
        [id],
      ),
    () => database.query('delete from activity.dead_event where id = $1', [id]),
  )
  expectOnly(findings, 'dead-events', /activity: 1 parked event/)
})

test('keys that are old, and keys that others can read', async () => {
  const file = join(keysFolder(), 'jwt-private.json')
  const { atime, mtime } = await stat(file)
  const old = await withFault(
    () => utimes(file, atime, new Date(Date.now() - 400 * DAY_MS)),
    () => utimes(file, atime, mtime),
  )
  expectOnly(old, 'keys', /the keys that sign tokens are 400 days old/)
  const open = await withFault(
    () => chmod(file, 0o644),
    () => chmod(file, 0o600),
  )
  expectOnly(open, 'keys', /jwt-private.json can be read by others/)
})

test('a certificate of WeChat Pay that has expired', async () => {
  const file = join(keysFolder(), 'wechat', 'platform.pub.json')
  const before = await readFile(file, 'utf8')
  const pem = await readFile(inRoot('packages', 'e2e', 'test', 'support', 'expired-certificate.txt'), 'utf8')
  const findings = await withFault(
    () => writeFile(file, JSON.stringify({ ...(JSON.parse(before) as object), '5A17': pem })),
    () => writeFile(file, before),
  )
  expectOnly(findings, 'keys', /the WeChat Pay certificate 5A17 expired \d+ days ago/)
})

test('a Redis that forgets limits when it is full', async () => {
  const findings = await withFault(
    () => redis.config('SET', 'maxmemory-policy', 'allkeys-lru'),
    () => redis.config('SET', 'maxmemory-policy', 'noeviction'),
  )
  expectOnly(findings, 'redis', /maxmemory-policy is allkeys-lru/)
})

test('every service is examined', () => {
  expect(Object.keys(installation.services)).toEqual(SERVICES.map((name) => `${name}-service`))
})
