import { defineJob, type Job, type JobsDeps } from './jobs.ts'

const EVERY_MS = 15 * 60_000
const SHOWN = 20

/**
 * A job that looks for what must not be: the rows of a service's own `…_audit` view. It fails on the first finding, so
 * that its row, `job_failed` and the alert say so until the view is empty again.
 * @param name of the job, `<service>.audit` @param view an SQL identifier of ours
 */
export function auditJob<Deps extends JobsDeps>(name: string, view: string): Job<Deps> {
  return defineJob({
    name,
    everyMs: EVERY_MS,
    async run({ pool }) {
      const { rows } = await pool.query<{ finding: unknown }>(
        `select to_jsonb(found) as finding from ${view} found limit ${SHOWN}`,
      )
      if (rows.length === 0) return 0
      throw new Error(`${view} is not empty: ${JSON.stringify(rows.map(({ finding }) => finding))}`)
    },
  })
}
