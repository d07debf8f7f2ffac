import type { Job } from './services.ts'

export type JobState = 'RUNNING' | 'JOB_FAILED' | 'OVERDUE' | 'JOB_OK'

const PATIENCE = 3
/** A tick is half a second, a claim lasts a quarter of a minute. */
const LEAST_MS = 30_000

/** How a job is doing; one that should have begun long ago is not getting through. */
export function stateOf({ running, lastError, nextRunAt, everyMs }: Job, nowMs: number): JobState {
  if (running) return 'RUNNING'
  if (nowMs - Date.parse(nextRunAt) > Math.max(LEAST_MS, PATIENCE * everyMs)) return 'OVERDUE'
  return lastError === null ? 'JOB_OK' : 'JOB_FAILED'
}
