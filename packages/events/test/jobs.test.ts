import { eventually, useDatabase, useNats } from '@linli/testing'
import { beforeEach, expect, test } from 'vitest'
import { auditJob, defineJob, jobGauges, purgeEvents, startJobs } from '../src/index.ts'
import { testMigrations, testNode } from './support/node.ts'

const database = await useDatabase({ service: 'points', migrations: testMigrations() })
const nats = await useNats()
const replica = () => testNode({ name: 'points', url: database.url, nats: nats.connection, poolSize: 3 })

beforeEach(() => database.query('delete from job'))

test('two replicas never run the same job at once, and it runs again and again', async () => {
  let running = 0
  let most = 0
  let runs = 0
  const busy = defineJob({
    name: 'busy',
    everyMs: 1,
    run: async () => {
      running += 1
      most = Math.max(most, running)
      await database.query('select pg_sleep(0.2)')
      running -= 1
      runs += 1
      return 1
    },
  })
  const replicas = [startJobs(replica(), [busy]), startJobs(replica(), [busy])]
  await eventually(() => expect(runs).toBeGreaterThanOrEqual(4))
  await Promise.all(replicas.map((jobs) => jobs.stop()))
  expect(most).toBe(1)
  expect(running).toBe(0)
  const [row] = await database.query('select claimed_until, last_error from job')
  expect(row).toEqual({ claimed_until: null, last_error: null })
})

test('looking for work leaves the row of a job alone whose turn has not come', async () => {
  let runs = 0
  const jobs = startJobs(replica(), [
    defineJob({ name: 'often', everyMs: 1, run: async () => ++runs }),
    defineJob({ name: 'seldom', everyMs: 3_600_000, run: async () => 0 }),
  ])
  const seldom = () =>
    database.query(`select xmin, xmax from job where name = 'seldom' and last_run_at is not null`)
  await eventually(async () => expect(await seldom()).toHaveLength(1))
  const [before] = await seldom()
  const since = runs
  await eventually(() => expect(runs).toBeGreaterThan(since + 2))
  await jobs.stop()
  expect(await seldom()).toEqual([before])
})

test('a failing job is recorded, frees its claim and does not stop the others', async () => {
  const node = replica()
  let fine = 0
  const jobs = startJobs(node, [
    defineJob({ name: 'bad', everyMs: 1, run: () => Promise.reject(new Error('no luck')) }),
    defineJob({ name: 'good', everyMs: 1, run: async () => ++fine }),
  ])
  await eventually(() => expect(fine).toBeGreaterThan(1))
  await jobs.stop()
  const rows = await database.query('select name, claimed_until, last_error from job order by name')
  expect(rows).toEqual([
    { name: 'bad', claimed_until: null, last_error: 'Error: no luck' },
    { name: 'good', claimed_until: null, last_error: null },
  ])
  expect(node.log.lines.filter(({ level }) => level === 'error').length).toBeGreaterThan(1)
})

test('the claim of a process that died is free when it runs out, not before', async () => {
  await database.query(`insert into job (name, next_run_at, claimed_until) values
    ('dead', now() - interval '1 minute', now() - interval '1 millisecond'),
    ('alive', now() - interval '1 minute', now() + interval '1 hour')`)
  const ran: string[] = []
  const job = (name: string) =>
    defineJob({
      name,
      everyMs: 60_000,
      run: async () => ran.push(name),
    })
  const jobs = startJobs(replica(), [job('dead'), job('alive')])
  await eventually(() => expect(ran).toEqual(['dead']))
  await jobs.stop()
  expect(ran).toEqual(['dead'])
})

test('who comes back from a long pause leaves the claim of the next owner alone', async () => {
  const started = Promise.withResolvers<void>()
  const resume = Promise.withResolvers<void>()
  const paused = defineJob({
    name: 'paused',
    everyMs: 1,
    run: async () => {
      started.resolve()
      await resume.promise
      return 0
    },
  })
  const jobs = startJobs(replica(), [paused])
  await started.promise
  await database.query(`update job set claimed_until = now() + interval '1 hour'`)
  resume.resolve()
  await jobs.stop()
  const [row] = await database.query<{ held: boolean }>('select claimed_until > now() as held from job')
  expect(row?.held).toBe(true)
})

test('events that cannot come back are forgotten, the others are kept', async () => {
  const row = (age: string, published: string) =>
    database.query(
      `insert into outbox (id, type, aggregate_type, aggregate_id, payload, headers, occurred_at, published_at)
       values (gen_random_uuid(), 't', 'a', 'a', '{}', '{}', now() - $1::interval, now() - $2::interval)`,
      [age, published],
    )
  await row('9 days', '9 days')
  await row('9 days', '1 day')
  await row('1 day', '1 day')
  await database.query(`insert into inbox (consumer, event_id, handled_at) values
    ('a', gen_random_uuid(), now() - interval '36 days'), ('a', gen_random_uuid(), now() - interval '34 days')`)
  await database.query(`insert into event_failure (consumer, event_id, attempts, last_error)
    select consumer, event_id, 1, 'x' from inbox union all select 'b', gen_random_uuid(), 1, 'x'`)
  await purgeEvents.run(replica())
  expect(await database.query('select 1 from outbox')).toHaveLength(2)
  expect(await database.query('select 1 from inbox')).toHaveLength(1)
  expect(await database.query('select consumer from event_failure')).toEqual([
    { consumer: 'a' }, // its inbox row went first
    { consumer: 'b' },
  ])
})

test('a job whose turn has passed while nobody runs it is overdue; one that runs, or is of an older release, is not', async () => {
  await database.query(`
    insert into job (name, next_run_at, claimed_until) values
      ('left', now() - interval '1 hour', now() - interval '50 minutes'),
      ('running', now() - interval '1 hour', now() + interval '10 seconds'),
      ('waiting', now() + interval '1 hour', null),
      ('of-an-older-release', now() - interval '1 year', null)`)
  const jobs = ['left', 'running', 'waiting'].map((name) => ({ name }))
  const readings = await jobGauges(jobs).read({ pool: replica().pool })
  const overdue = Object.fromEntries(
    readings.map(({ labels, values }) => [
      labels?.name,
      Math.floor((values.job_overdue_seconds ?? -1) / 3600),
    ]),
  )
  expect(overdue).toEqual({ left: 1, running: 0, waiting: 0 })
})

test('an audit fails for as long as its view has rows, and says which', async () => {
  const audit = auditJob('points.audit', 'event_failure') // any relation will do
  const node = replica()
  await database.query(
    `insert into event_failure (consumer, event_id, attempts, last_error) values ('points', gen_random_uuid(), 1, 'wrong')`,
  )
  await expect(audit.run(node)).rejects.toThrow('"last_error":"wrong"')
  await database.query('delete from event_failure')
  await expect(audit.run(node)).resolves.toBe(0)
})
