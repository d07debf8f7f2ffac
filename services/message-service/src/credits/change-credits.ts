import type { Work } from '../deps.ts'
import { type CreditEntry, type CreditRow, lockCredits, saveCredits } from './credit.store.ts'
import { type CreditReason, creditAfter } from './credit.ts'

export type CreditChange = {
  readonly recipientId: string
  readonly templateId: string
  readonly reason: CreditReason
  readonly dispatchId?: string
}

const keyOf = ({ recipientId, templateId }: { recipientId: string; templateId: string }) =>
  `${recipientId} ${templateId}`

/** Applies the changes in order; each leaves one entry in the ledger. @returns the credits afterwards. */
export async function changeCredits(work: Work, changes: readonly CreditChange[]): Promise<CreditRow[]> {
  if (changes.length === 0) return []
  const rows = new Map((await lockCredits(work, changes)).map((row) => [keyOf(row), row]))
  const entries: CreditEntry[] = []
  for (const change of changes) {
    const { recipientId, templateId, reason, dispatchId = null } = change
    const before = rows.get(keyOf(change))
    if (!before) throw new Error('a credit that was locked is gone')
    const after = { ...before, ...creditAfter(before, reason) }
    rows.set(keyOf(change), after)
    entries.push({ recipientId, templateId, reason, dispatchId, delta: after.credits - before.credits })
  }
  const credits = [...rows.values()]
  await saveCredits(work, credits, entries)
  return credits
}
