// Outbox, relay, inbox, consumers and jobs: how services tell each other what happened, exactly once in effect.
export { auditJob } from './audit.ts'
export { backlogGauges } from './backlog.ts'
export { type Bell, createBell } from './bell.ts'
export { Columns, columns, fromColumns, toColumns } from './columns.ts'
export { type Consumers, startConsumers } from './consumer.ts'
export { consumerGauges } from './consumer-gauges.ts'
export { type DeadEvent, listDeadEvents, listRedriven, redriveDeadEvent } from './dead-events.ts'
export { defineGauges, type Gauges, observe } from './gauges.ts'
export { defineJob, inBatches, type Job, type JobState, jobGauges, listJobs, startJobs } from './jobs.ts'
export { counter, seconds } from './metrics.ts'
export { createPool, isConnectionFailure, type Pool, uniqueViolation } from './pool.ts'
export { bindPrisma, type PrismaBinding } from './prisma.ts'
export { purgeEvents } from './purge.ts'
export type { ReadOnly } from './read-only.ts'
export { readTogether } from './read-together.ts'
export { type Relay, replayOutbox, startRelay } from './relay.ts'
export { createSql, type Sql } from './sql.ts'
export { type EventMeta, on, type Subscription } from './subscription.ts'
export {
  consumerConfig,
  consumerName,
  ensureConsumer,
  ensureStream,
  streamConfig,
  streamName,
  subjectOf,
} from './topology.ts'
export { activeTraceId, toHeaders } from './trace.ts'
export { beginCounting, inTransaction, type TransactionDeps, type Work } from './work.ts'
