import type { Enums } from '../i18n/zh/enums.ts'

export type EnumName = keyof Enums
export type Tone = 'good' | 'busy' | 'wait' | 'bad' | 'off' | 'ready'

// One word means one colour wherever it appears; what is not listed is at rest.
const WORDS: Record<Exclude<Tone, 'off'>, readonly string[]> = {
  good: [
    'ACTIVE',
    'COMPLETED',
    'SUCCEEDED',
    'SUCCESS',
    'ON_SALE',
    'OPEN',
    'DELIVERED',
    'SENT',
    'APPROVED',
    'PAID',
    'USED',
    'FULFILLED',
    'DONE',
    'JOB_OK',
  ],
  busy: [
    'PREPARING',
    'DELIVERING',
    'PROCESSING',
    'SUBMITTED',
    'APPLIED',
    'SENDING',
    'RUNNING',
    'COMMITTED',
    'GROUPING',
  ],
  wait: [
    'PENDING_PAYMENT',
    'PENDING',
    'PENDING_REVIEW',
    'CREATED',
    'INIT',
    'REVIEW',
    'PAUSED',
    'UNPAID',
    'RESERVED',
    'LEAVING',
    'LOCKED',
    'IN_PROGRESS',
    'OVERRIDE',
  ],
  bad: [
    'FAILED',
    'ABNORMAL',
    'REFUSED',
    'REJECTED',
    'DISABLED',
    'SUSPENDED',
    'QUARANTINED',
    'LATE_PAID',
    'REVOKED',
    'WRITTEN_OFF',
    'JOB_FAILED',
    'OVERDUE',
  ],
  ready: ['READY_FOR_PICKUP', 'PARTIAL_REFUNDED', 'REFUNDED', 'PARTIAL', 'FULL', 'DRAFT'],
}

const TONES = new Map(
  Object.entries(WORDS).flatMap(([tone, words]) => words.map((word) => [word, tone as Tone] as const)),
)

export const toneOf = (value: string): Tone => TONES.get(value) ?? 'off'
