import type { Work } from '../deps.ts'
import { insertDispatch, type NewDispatch } from './dispatch.store.ts'

const HOUR_MS = 3_600_000

export type TestSend = Omit<NewDispatch, 'expiresAt'> & { readonly actor: string }

/** A template sent to oneself: the same way as every other message, without counting credits first. @returns its id. */
export function requestTestSend(work: Work, { actor, ...dispatch }: TestSend): Promise<string> {
  const expiresAt = new Date(work.now.getTime() + HOUR_MS)
  return insertDispatch(work, { ...dispatch, expiresAt }, actor)
}
