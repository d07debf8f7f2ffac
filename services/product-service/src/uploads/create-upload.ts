import { businessDay, newId } from '@linli/core'
import type { Work } from '../deps.ts'
import { insertUpload } from './upload.store.ts'
import { folderOf, type Owner, objectKeyOf, type Upload } from './upload.ts'

export type Announced = {
  readonly owner: Owner
  readonly actorId: string
  readonly contentType: string
  readonly sizeBytes: number
}

/** Announces a file, so that it may be posted to storage and later be attached. @throws UPLOAD_TYPE_REFUSED */
export async function createUpload(work: Work, { owner, actorId, ...file }: Announced): Promise<Upload> {
  const id = newId(work.now)
  const place = { id, folder: folderOf(owner), day: businessDay(work.now) }
  const upload = { ...file, id, objectKey: objectKeyOf(place, file) }
  await insertUpload(work, { ...upload, ...owner, actorId })
  return { ...upload, status: 'PENDING' }
}
