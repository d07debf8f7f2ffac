import type { Work } from '../deps.ts'
import { eraseTails } from './delivery.store.ts'

/** An account is gone (product.md U19): what was handed over stays, who took it does not. */
export const forgetPerson = (work: Work, userId: string): Promise<void> => eraseTails(work, userId)
