import type { Work } from '../deps.ts'
import { forgetCustomer } from './staff.store.ts'

/** Whoever works in a shop goes on working there; only their account as a customer is gone. */
export const unbindStaff = (work: Work, userId: string): Promise<void> => forgetCustomer(work, userId)
