import type { Deps } from '../deps.ts'
import { ProductErrors } from '../errors.ts'
import type { Examined } from './examined.ts'
import { findUploads } from './upload.store.ts'
import { type Owner, refusalOf, START_BYTES, type Upload } from './upload.ts'

/**
 * Looks at every file of `keys` that was not looked at yet: does it exist, is it what was announced.
 * @throws UPLOAD_NOT_FOUND for a key that this owner never announced or never uploaded.
 */
export async function gatherUploads(
  deps: Pick<Deps, 'db' | 'storage'>,
  keys: readonly string[],
  owner: Owner,
): Promise<Examined[]> {
  if (keys.length === 0) return []
  const uploads = await findUploads(deps.db, keys, owner)
  const unknown = keys.find((key) => !uploads.some(({ objectKey }) => objectKey === key))
  if (unknown !== undefined) throw ProductErrors.UPLOAD_NOT_FOUND({ key: unknown })
  const waiting = uploads.filter(({ status }) => status !== 'VERIFIED')
  return Promise.all(waiting.map((upload) => examine(deps, upload)))
}

async function examine({ storage }: Pick<Deps, 'storage'>, upload: Upload): Promise<Examined> {
  const { id, objectKey } = upload
  const head = await storage.head(objectKey)
  if (!head) throw ProductErrors.UPLOAD_NOT_FOUND({ key: objectKey })
  const start = await storage.start(objectKey, START_BYTES)
  return { id, objectKey, refusal: refusalOf(upload, { ...head, start }) }
}

export type Looked = Upload & { readonly publicUrl: string; readonly refusal: string | undefined }

/** A file of this owner as it lies in storage now. @throws UPLOAD_NOT_FOUND, for another's too; STORAGE_UNAVAILABLE */
export async function gatherUpload(
  deps: Pick<Deps, 'db' | 'storage'>,
  { objectKey, owner }: { objectKey: string; owner: Owner },
): Promise<Looked> {
  const [upload] = await findUploads(deps.db, [objectKey], owner)
  if (!upload) throw ProductErrors.UPLOAD_NOT_FOUND({ key: objectKey })
  const { refusal } = await examine(deps, upload)
  return { ...upload, publicUrl: deps.storage.url(objectKey), refusal }
}
