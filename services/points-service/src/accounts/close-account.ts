import type { Work } from '../deps.ts'
import { freezeAccount } from './account.store.ts'

/** Nothing can be spent any more; the ledger stays, under an id without a person (product.md U19). */
export const closeAccount = (work: Work, userId: string): Promise<boolean> => freezeAccount(work, userId)
