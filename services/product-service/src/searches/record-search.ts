import { businessDay } from '@linli/core'
import type { Work } from '../deps.ts'
import { countSearch, remember } from './search.store.ts'

export type Search = { readonly word: string; readonly userId: string | undefined; readonly found: boolean }

/** Counts what was looked for, found or not, and keeps it for the one who looked. */
export async function recordSearch(work: Work, { word, userId, found }: Search): Promise<void> {
  await countSearch(work, word, { day: businessDay(work.now), found })
  if (userId !== undefined) await remember(work, userId, word)
}
