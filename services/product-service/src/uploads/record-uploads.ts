import type { Work } from '../deps.ts'
import type { Examined } from './examined.ts'
import { saveOutcome } from './upload.store.ts'

/** Keeps what the look at the files found. */
export async function recordUploads(work: Work, examined: readonly Examined[]): Promise<void> {
  for (const { id, refusal } of examined) await saveOutcome(work, id, refusal)
}
