import type { Work } from '../deps.ts'
import { removeItems } from './cart.store.ts'

/** Everything a user had in the cart. */
export const removeCart = (work: Work, userId: string): Promise<void> => removeItems(work, userId)
