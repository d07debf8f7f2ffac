import type { Work } from '../deps.ts'
import { lockOldRows, SEALED_TABLES, saveSealed } from './personal-data.store.ts'
import type { Vault } from './vault.ts'

/** Seals rows of older keys again with the current one (product.md U23). @returns how many; 0 = all are current. */
export async function rotatePersonalData(
  work: Work,
  { vault, limit }: { vault: Vault; limit: number },
): Promise<number> {
  let rotated = 0
  for (const table of SEALED_TABLES) {
    for (const row of await lockOldRows(work, table, { keyIds: vault.oldKeyIds, limit })) {
      await saveSealed(work, { ...row, sealed: vault.seal(vault.open(row.sealed)) })
      rotated += 1
    }
  }
  return rotated
}
