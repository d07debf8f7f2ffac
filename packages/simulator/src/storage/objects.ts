import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { md5Base64, md5Hex, sha256Hex } from '../crypto/digest.ts'
import type { Sim } from '../sim.ts'
import { noSuchKey, OssError } from './oss-error.ts'
import type { StoredObject } from './stored-object.ts'

export type NewObject = { bucket: string; key: string; contentType: string; content: Buffer }

const rowKey = (bucket: string, key: string) => `${bucket}/${key}`

/** Object keys are user input, so the file name is their digest. Replaced by rename: readers see old or new. */
export async function putObject(sim: Sim, object: NewObject): Promise<StoredObject> {
  const { bucket, key, contentType, content } = object
  const file = sha256Hex(rowKey(bucket, key))
  await mkdir(sim.storageDirectory, { recursive: true })
  const path = join(sim.storageDirectory, file)
  const draft = `${path}.${sim.ids.next()}`
  await writeFile(draft, content)
  await rename(draft, path)
  return sim.tables.objects.put(rowKey(bucket, key), {
    bucket,
    key,
    size: content.length,
    content_type: contentType,
    etag: `"${md5Hex(content).toUpperCase()}"`,
    md5: md5Base64(content),
    modified_at: sim.clock.now(),
    file,
  })
}

/** Throws NoSuchKey. */
export function headObject(sim: Sim, bucket: string, key: string): StoredObject {
  const object = sim.tables.objects.get(rowKey(bucket, key))
  if (!object) throw noSuchKey()
  return object
}

export const readObject = (sim: Sim, object: StoredObject): Promise<Buffer> =>
  readFile(join(sim.storageDirectory, object.file))

export async function dropObject(sim: Sim, bucket: string, key: string): Promise<void> {
  const object = sim.tables.objects.get(rowKey(bucket, key))
  if (!object) return
  sim.tables.objects.drop(rowKey(bucket, key))
  await rm(join(sim.storageDirectory, object.file), { force: true })
}

/** x-oss-forbid-overwrite. */
export function refuseOverwrite(sim: Sim, bucket: string, key: string): void {
  if (!sim.tables.objects.has(rowKey(bucket, key))) return
  throw new OssError(
    409,
    'FileAlreadyExists',
    'The object you specified already exists and can not be overwritten.',
  )
}
