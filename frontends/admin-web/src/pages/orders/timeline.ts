import type { Data } from '@linli/api-client'

type OrderStep = Data<'getAdminOrder'>['history'][number]
type Payment = Data<'adminGetPayment'>

export type Step = {
  readonly key: string
  readonly at: string
  readonly source: 'order' | 'payment' | 'stock'
  readonly event: string
  readonly from: string | null
  readonly to: string
  readonly actor: string
  readonly traceId: string | null
  /** What was said at this step: a reason, a note. */
  readonly notes: readonly string[]
}

const textsIn = (detail: unknown): string[] =>
  typeof detail === 'object' && detail !== null
    ? Object.values(detail).filter((value): value is string => typeof value === 'string' && value !== '')
    : []

const ofOrder = (step: OrderStep, index: number): Step => ({
  key: `order-${index}`,
  at: step.at,
  source: 'order',
  event: step.event,
  from: step.fromStatus,
  to: step.toStatus,
  actor: step.actorType,
  traceId: step.traceId,
  notes: textsIn(step.detail),
})

const ofPayment = (payment: Payment): Step[] =>
  payment.history.map((step, index) => ({
    key: `${payment.id}-${index}`,
    at: step.at,
    source: 'payment',
    event: step.event,
    from: step.fromStatus,
    to: step.toStatus,
    actor: step.actorType,
    traceId: null,
    notes: [],
  }))

/** What happened to the order and to its money, in the order of time; of two at one instant the order comes first. */
export function timelineOf(history: readonly OrderStep[], payments: readonly Payment[]): Step[] {
  const steps = [...history.map(ofOrder), ...payments.flatMap(ofPayment)]
  return steps.sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1))
}
