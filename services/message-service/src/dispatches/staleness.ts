import { sourceOf } from '../notices/catalogue.ts'
import type { Dispatch } from './dispatch.ts'

/** Orders by id, in the state order-service says they are in now. */
export type OrderStates = ReadonlyMap<string, string>

/** Whether the sending must know where the order is. */
export const mayGoStale = ({ eventType, audience, subjectId }: Dispatch): boolean =>
  subjectId !== null && (sourceOf(eventType, audience)?.stale.length ?? 0) > 0

/** Why nobody needs this message any more; undefined = send it (M07). */
export function staleReason(dispatch: Dispatch, states: OrderStates, now: Date): string | undefined {
  if (dispatch.expiresAt <= now) return 'too late'
  const status = dispatch.subjectId === null ? undefined : states.get(dispatch.subjectId)
  const stale: readonly string[] = sourceOf(dispatch.eventType, dispatch.audience)?.stale ?? []
  return status !== undefined && stale.includes(status) ? `the order is ${status}` : undefined
}
