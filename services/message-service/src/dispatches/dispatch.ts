import { defineMachine } from '@linli/core'
import type { Audience, Channel, Step } from '../rules/rule.ts'
import { afterQuietHours } from './quiet-hours.ts'

/** One message to one person over one channel. SENT = the provider took it; DELIVERED = it said that it arrived. */
export const dispatchMachine = defineMachine('dispatch', 'PENDING', {
  PENDING: { claim: 'SENDING', suppress: 'SUPPRESSED' },
  SENDING: { accept: 'SENT', defer: 'PENDING', recover: 'PENDING', fail: 'FAILED', suppress: 'SUPPRESSED' },
  SENT: { confirm: 'DELIVERED', bounce: 'FAILED' },
  DELIVERED: {},
  FAILED: { retry: 'PENDING' },
  SUPPRESSED: {},
})

export type DispatchStatus = (typeof dispatchMachine.states)[number]
export type DispatchEvent = Parameters<typeof dispatchMachine.next>[1]

export type Failure =
  | 'NO_CREDIT'
  | 'NO_RECIPIENT'
  | 'REFUSED_BY_PROVIDER'
  | 'PROVIDER_UNAVAILABLE'
  | 'TEMPLATE_INVALID'
  | 'LIMITED'

export type Dispatch = {
  readonly id: string
  readonly eventId: string
  readonly eventType: string
  readonly audience: Audience
  readonly recipientId: string
  readonly channel: Channel
  readonly template: string
  readonly fallback: readonly Step[]
  readonly vars: Readonly<Record<string, string>>
  readonly subjectId: string | null
  readonly batchKey: string | null
  readonly quietHours: boolean
  readonly status: DispatchStatus
  readonly attempts: number
  readonly dueAt: Date
  readonly expiresAt: Date
  readonly maybeSent: boolean
  readonly occurredAt: Date
  readonly version: number
}

/** What became of one try. */
export type Outcome =
  | {
      readonly kind: 'sent'
      readonly provider: string
      readonly ref: string | null
      readonly addressIndex?: string
    }
  /** This channel will never take it. */
  | { readonly kind: 'refused'; readonly failure: Failure; readonly code: string; readonly detail: string }
  /** Worth another try. `maybeSent`: the answer was lost, so it may have arrived. */
  | {
      readonly kind: 'retry'
      readonly failure: Failure
      readonly code: string
      readonly detail: string
      readonly maybeSent: boolean
    }
  /** One of our own services did not answer, or a limit of ours is used up: costs no try. */
  | { readonly kind: 'wait'; readonly detail: string; readonly ms: number }
  | { readonly kind: 'stale'; readonly detail: string }
  | { readonly kind: 'merged'; readonly into: string }

export const MAX_ATTEMPTS = 5
const SECOND_MS = 1_000
/** Before the 2nd, 3rd, 4th and 5th try (M08). */
const BACKOFF_MS = [10, 60, 300, 1_800].map((seconds) => seconds * SECOND_MS)

export type Decision = {
  readonly event: DispatchEvent
  readonly status: DispatchStatus
  readonly attempts: number
  readonly dueAt: Date
  readonly expiresAt: Date
  readonly maybeSent: boolean
  readonly failure: Failure | null
  readonly code: string | null
  readonly detail: string | null
  readonly provider: string | null
  readonly providerRef: string | null
  readonly addressIndex: string | null
  readonly mergedInto: string | null
  readonly sentAt: Date | null
  /** The next channel takes over. */
  readonly fellBack: boolean
}

/** A step of the machine with what it changes beside the state. @throws ILLEGAL_TRANSITION */
export function step(dispatch: Dispatch, event: DispatchEvent, change: Partial<Decision> = {}): Decision {
  return {
    event,
    status: dispatchMachine.next(dispatch.status, event),
    attempts: dispatch.attempts,
    dueAt: dispatch.dueAt,
    expiresAt: dispatch.expiresAt,
    maybeSent: dispatch.maybeSent,
    failure: null,
    code: null,
    detail: null,
    provider: null,
    providerRef: null,
    addressIndex: null,
    mergedInto: null,
    sentAt: null,
    fellBack: false,
    ...change,
  }
}

/** What follows from an outcome: pure, so that every row of the table can be tested. */
export function decide(dispatch: Dispatch, outcome: Outcome, now: Date): Decision {
  const become = (event: DispatchEvent, change?: Partial<Decision>) => step(dispatch, event, change)
  const later = (ms: number) => {
    const at = new Date(now.getTime() + ms)
    return dispatch.quietHours ? afterQuietHours(at) : at
  }
  switch (outcome.kind) {
    case 'sent': {
      const { provider, ref, addressIndex = null } = outcome
      return become('accept', { provider, providerRef: ref, addressIndex, sentAt: now })
    }
    case 'stale':
      return become('suppress', { detail: outcome.detail })
    case 'merged':
      return become('suppress', { mergedInto: outcome.into, detail: 'merged' })
    case 'wait':
      return become('defer', {
        attempts: dispatch.attempts - 1,
        dueAt: later(outcome.ms),
        detail: outcome.detail,
      })
    case 'retry': {
      const { failure, code, detail } = outcome
      const maybeSent = dispatch.maybeSent || outcome.maybeSent
      const wait = BACKOFF_MS[dispatch.attempts - 1]
      if (dispatch.attempts < MAX_ATTEMPTS && wait !== undefined)
        return become('defer', { dueAt: later(wait), maybeSent, code, detail })
      return become('fail', { failure, code, detail, maybeSent, fellBack: dispatch.fallback.length > 0 })
    }
    case 'refused': {
      const { failure, code, detail } = outcome
      // The credit that is missing now was used by the try whose answer was lost.
      if (failure === 'NO_CREDIT' && dispatch.maybeSent)
        return become('accept', {
          provider: 'wechat',
          sentAt: now,
          code,
          detail: 'an earlier try had arrived',
        })
      return become('fail', { failure, code, detail, fellBack: dispatch.fallback.length > 0 })
    }
  }
}
