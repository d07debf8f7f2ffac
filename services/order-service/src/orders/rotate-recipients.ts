import type { Work } from '../deps.ts'
import { lockRecipientsOf, saveRecipient } from './recipient.store.ts'

/** What is needed of `Vault` of packages/service. */
type Keys = {
  readonly oldKeyIds: readonly string[]
  open(sealed: string): string
  seal(plain: string): string
}

type Rotation = { readonly vault: Keys; readonly limit: number }

/** Seals recipients of older keys again with the current one (product.md U23). @returns how many; 0 = all are current. */
export async function rotateRecipients(work: Work, { vault, limit }: Rotation): Promise<number> {
  const rows = await lockRecipientsOf(work, { keyIds: vault.oldKeyIds, limit })
  for (const row of rows) {
    await saveRecipient(work, { ...row, recipientSealed: vault.seal(vault.open(row.recipientSealed)) })
  }
  return rows.length
}
