import { businessDay, newId } from '@linli/core'
import type { Work } from '../deps.ts'
import { insertUpload } from './upload.store.ts'
import { objectKeyOf, type Upload } from './upload.ts'

export type Announced = {
  /** Null for the platform's own. */
  readonly merchantId: string | null
  readonly actorId: string
  readonly contentType: string
  readonly sizeBytes: number
}

/** Announces a file, so that it may be posted to storage and later be attached. @throws UPLOAD_TYPE_REFUSED */
export async function createUpload(work: Work, { merchantId, actorId, ...file }: Announced): Promise<Upload> {
  const id = newId(work.now)
  const day = businessDay(work.now)
  const upload = { ...file, id, objectKey: objectKeyOf({ id, owner: merchantId ?? 'platform', day }, file) }
  await insertUpload(work, { ...upload, merchantId, actorId })
  return { ...upload, status: 'PENDING' }
}
