import type { EventType } from '@linli/core'
import type { Audience } from '../rules/rule.ts'

/** States of an order, as order-service calls them. */
export type OrderState =
  | 'CREATED'
  | 'PENDING_PAYMENT'
  | 'GROUPING'
  | 'PREPARING'
  | 'DELIVERING'
  | 'READY_FOR_PICKUP'
  | 'COMPLETED'
  | 'CLOSED'

type Spec<T, V extends string> = {
  readonly audience: Audience
  /** User or merchant. */
  readonly to: (event: T) => string
  readonly variables: readonly V[]
  readonly vars: (event: T) => Record<NoInfer<V>, string>
  /** False = this one is not worth a notice. */
  readonly useful?: (event: T) => boolean
  /** The order it is about. */
  readonly order?: (event: T) => string | undefined
  /** An order in one of these states has moved on: what is still unsent is suppressed (M07). */
  readonly stale?: readonly OrderState[]
  /** Not sent outside before this. */
  readonly notBefore?: (event: T) => Date
  /** Of no use after this; a day after the event when absent. */
  readonly notAfter?: (event: T) => Date
  /** What one person gets outside within this time becomes one message. */
  readonly batchSeconds?: number
  /** What must be the same for that, such as the place. */
  readonly batchBy?: (event: T) => string
  /** What one merchant gets within this time becomes one message in the app. */
  readonly digestSeconds?: number
  /** Staff without it do not see a merchant's message. */
  readonly permission?: string
  /** Summed up in a digest. */
  readonly amountFen?: (event: T) => number
}

/** What one audience is told when an event happens. */
export type Source = {
  readonly type: EventType<unknown>
  readonly eventType: string
  readonly audience: Audience
  readonly variables: readonly string[]
  readonly stale: readonly OrderState[]
  readonly batchSeconds: number
  readonly digestSeconds: number
  readonly permission: string | null
  /** Decided from the event alone: of one that is useful to nobody nothing is written down. */
  useful(event: unknown): boolean
  tell(event: unknown): Notice
}

/** A shop with a digest that is due, and who of its staff may be told outside the app. */
export type DueShop = {
  readonly merchantId: string
  readonly eventType: string
  readonly staffIds: readonly string[]
}

export type Notice = {
  readonly recipientId: string
  readonly vars: Readonly<Record<string, string>>
  readonly orderId: string | undefined
  readonly notBefore: Date | undefined
  readonly notAfter: Date | undefined
  readonly batchBy: string
  readonly amountFen: number
}

/** A row of the table: the compiler checks that every declared variable is filled, and no other. */
export function notice<T, const V extends string>(type: EventType<T>, spec: Spec<T, V>): Source {
  const { audience, variables, stale = [], batchSeconds = 0, digestSeconds = 0, permission = null } = spec
  return {
    type,
    eventType: type.$type,
    audience,
    variables,
    stale,
    batchSeconds,
    digestSeconds,
    permission,
    useful: (event) => spec.useful?.(event as T) ?? true, // decoded by `type` itself
    tell(told) {
      const event = told as T
      return {
        recipientId: spec.to(event),
        vars: spec.vars(event),
        orderId: spec.order?.(event),
        notBefore: spec.notBefore?.(event),
        notAfter: spec.notAfter?.(event),
        batchBy: spec.batchBy?.(event) ?? '',
        amountFen: spec.amountFen?.(event) ?? 0,
      }
    },
  }
}
