import type { Work } from '../deps.ts'
import { dropViewer } from './popup.store.ts'

/** What somebody has seen. */
export const forgetViewer = (work: Work, userId: string): Promise<void> => dropViewer(work, userId)
