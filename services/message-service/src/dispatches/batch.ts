import type { Dispatch, Outcome } from './dispatch.ts'

/** Dispatches that leave as one message; `mates` are covered by the message of `lead`. */
export type Batch = { readonly lead: Dispatch; readonly mates: readonly Dispatch[] }

/** Same batch key = one message, led by the oldest (D13); without a key each leaves alone. */
export function batchesOf(dispatches: readonly Dispatch[]): Batch[] {
  const sorted = dispatches.toSorted((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime())
  const groups = Map.groupBy(sorted, ({ batchKey, id }) => batchKey ?? id)
  return [...groups.values()].flatMap(([lead, ...mates]) => (lead ? [{ lead, mates }] : []))
}

/** The lead's variables; several orders read as the first one and how many more (fields are ASCII where it counts). */
export function varsOf({ lead, mates }: Batch): Readonly<Record<string, string>> {
  const { orderNo, goods } = lead.vars
  if (mates.length === 0) return lead.vars
  return {
    ...lead.vars,
    ...(orderNo !== undefined && { orderNo: `${orderNo} +${mates.length}` }),
    ...(goods !== undefined && { goods: `${goods} 等` }),
  }
}

export type Try = { readonly dispatch: Dispatch; readonly outcome: Outcome }

/** What one answer means for everybody in the batch: who was not sent shares the fate of the lead. */
export function triesOf({ lead, mates }: Batch, outcome: Outcome): Try[] {
  const shared: Outcome = outcome.kind === 'sent' ? { kind: 'merged', into: lead.id } : outcome
  return [{ dispatch: lead, outcome }, ...mates.map((dispatch) => ({ dispatch, outcome: shared }))]
}
