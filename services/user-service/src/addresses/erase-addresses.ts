import type { Work } from '../deps.ts'
import { removeAddresses } from './address.store.ts'

/** Orders keep their own copy of where they went. */
export const eraseAddresses = (work: Work, userId: string): Promise<void> => removeAddresses(work, userId)
