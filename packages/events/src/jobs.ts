import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '@linli/core'
import { defineGauges, type Gauges } from './gauges.ts'
import { counter } from './metrics.ts'
import type { Pool } from './pool.ts'

/** Work the clock starts. The truth is in rows: a job claims what is due and does it; a missed tick loses nothing. */
export type Job<Deps> = {
  readonly name: string
  readonly everyMs: number
  /** @returns how many rows it dealt with, for the log. */
  run(deps: Deps): Promise<number>
}

export function defineJob<Deps>(job: Job<Deps>): Job<Deps> {
  return job
}

/**
 * Treats what is due batch by batch, until a batch was not full.
 * @param size rows at most in one batch; @param treat takes up to so many and says how many it took.
 * @returns how many in all
 */
export async function inBatches(size: number, treat: (size: number) => Promise<number>): Promise<number> {
  let total = 0
  for (;;) {
    const count = await treat(size)
    total += count
    if (count < size) return total
  }
}

export type JobsDeps = {
  readonly pool: Pool
  readonly clock: Clock
  readonly log: { info(fields: object, message: string): void; error(fields: object, message: string): void }
}

const TICK_MS = 500
/** A job whose process died is free for another after this long; one that runs renews its claim in time. */
const CLAIM_MS = 15_000
const RENEW_MS = 5_000

const runs = counter('job_runs', 'by name and outcome')

/** Runs the jobs whose turn it is; a claim on a row keeps two replicas from running the same job at once. */
export function startJobs<Deps extends JobsDeps>(
  deps: Deps,
  jobs: readonly Job<Deps>[],
): { stop(): Promise<void> } {
  const stopping = new AbortController()

  const runOne = async (claim: Claim<Deps>) => {
    const { job } = claim
    const startedAt = deps.clock.now()
    const renewing = new AbortController()
    const renewed = keepClaim(deps, claim, renewing.signal)
    let failure: unknown
    try {
      const count = await job.run(deps)
      if (count > 0) deps.log.info({ job: job.name, count }, 'job done')
    } catch (error) {
      failure = error
      deps.log.error({ err: error, job: job.name }, 'job failed')
    }
    renewing.abort()
    await renewed
    runs.add(1, { name: job.name, outcome: failure ? 'failed' : 'done' })
    await deps.pool.query({
      name: 'jobs_done',
      text: `update job set claimed_until = null, next_run_at = now() + make_interval(secs => $2),
                    last_run_at = $3, last_error = $4 where name = $1 and claimed_until = $5`,
      values: [job.name, job.everyMs / 1000, startedAt, failure ? String(failure) : null, claim.until],
    })
  }

  const loop = async () => {
    const running = new Set<Promise<void>>()
    while (!stopping.signal.aborted) {
      try {
        for (const claim of await claimDue(deps.pool, jobs)) {
          const run = runOne(claim)
            .catch((error: unknown) =>
              deps.log.error({ err: error, job: claim.job.name }, 'job not recorded'),
            )
            .finally(() => running.delete(run))
          running.add(run)
        }
      } catch (error) {
        deps.log.error({ err: error }, 'jobs interrupted')
      }
      await delay(TICK_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
    await Promise.all(running)
  }

  const done = jobs.length > 0 ? loop() : Promise.resolve()
  return {
    async stop() {
      stopping.abort()
      await done
    },
  }
}

type JobRow = { name: string; job_failed: number; job_overdue_seconds: number }

/** How the jobs of a service fare, whichever instance runs them; what an older release ran is not looked at. */
export const jobGauges = (jobs: readonly { readonly name: string }[]): Gauges<{ readonly pool: Pool }> =>
  defineGauges({
    gauges: {
      job_failed: '1 when its last run failed',
      job_overdue_seconds: 'since when its turn has passed while nobody runs it',
    },
    async read({ pool }) {
      const { rows } = await pool.query<JobRow>({
        name: 'jobs_state',
        text: `select name, (last_error is not null)::integer as job_failed,
                      case when claimed_until > now() then 0
                           else greatest(0, extract(epoch from now() - next_run_at)) end::float8 as job_overdue_seconds
               from job where name = any($1)`,
        values: [jobs.map((job) => job.name)],
      })
      return rows.map(({ name, ...values }) => ({ values, labels: { name } }))
    },
  })

/** `until` also says whose claim it is: who comes back from a long pause does not touch the next owner's. */
type Claim<Deps> = { readonly job: Job<Deps>; until: Date }

async function keepClaim<Deps extends JobsDeps>(
  deps: Deps,
  claim: Claim<Deps>,
  done: AbortSignal,
): Promise<void> {
  const { name } = claim.job
  while (await delay(RENEW_MS, true, { signal: done }).catch(() => false)) {
    try {
      const { rows } = await deps.pool.query<{ until: Date }>(
        `update job set claimed_until = now() + make_interval(secs => $2)
         where name = $1 and claimed_until = $3 returning claimed_until as until`,
        [name, CLAIM_MS / 1000, claim.until],
      )
      const [kept] = rows
      if (!kept) return deps.log.error({ job: name }, 'job ran on while its claim was taken over')
      claim.until = kept.until
    } catch (error) {
      deps.log.error({ err: error, job: name }, 'job claim not renewed')
    }
  }
}

/** Looks before it inserts: a conflict locks the row, and that is written, however little there is to do. */
async function claimDue<Deps>(pool: Pool, jobs: readonly Job<Deps>[]): Promise<Claim<Deps>[]> {
  const names = jobs.map((job) => job.name)
  const { rows } = await pool.query<{ name: string; until: Date }>({
    name: 'jobs_claim',
    text: `insert into job (name, next_run_at, claimed_until)
           select known.name, now(), now() + make_interval(secs => $2)
           from unnest($1::text[]) as known (name) left join job using (name)
           where job.name is null or (job.next_run_at <= now() and (job.claimed_until is null or job.claimed_until < now()))
           on conflict (name) do update set claimed_until = now() + make_interval(secs => $2)
             where job.next_run_at <= now() and (job.claimed_until is null or job.claimed_until < now())
           returning name, claimed_until as until`,
    values: [names, CLAIM_MS / 1000],
  })
  return rows.flatMap(({ name, until }) => {
    const job = jobs.find((one) => one.name === name)
    return job ? [{ job, until }] : []
  })
}

export type JobState = {
  readonly name: string
  readonly next_run_at: Date
  /** Running now, or its process died within the last seconds. */
  readonly running: boolean
  readonly last_run_at: Date | null
  readonly last_error: string | null
}

/** How the jobs of a service are doing. One that is long due is not getting through. */
export async function listJobs(pool: Pool): Promise<JobState[]> {
  const { rows } = await pool.query<JobState>(
    `select name, next_run_at, coalesce(claimed_until > now(), false) as running, last_run_at, last_error
     from job order by name`,
  )
  return rows
}
