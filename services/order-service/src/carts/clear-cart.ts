import type { Work } from '../deps.ts'
import { clearOrdered } from './cart.store.ts'

type Ordered = { readonly userId: string; readonly lines: readonly { readonly skuId: string }[] }

/** What was ordered leaves the cart; what could not be ordered stays. */
export const clearCart = (work: Work, ordered: Ordered): Promise<void> => clearOrdered(work, ordered)
