import type { Clock } from '@linli/core'
import { ProductErrors } from '../errors.ts'
import { type OssKey, presign, type UploadRule, uploadPolicy } from './oss-signature.ts'

export type StoredObject = { readonly contentType: string; readonly sizeBytes: number }

export type ObjectStorage = {
  /** Where people read an object. */
  url(key: string): string
  /** Where and with which fields a client posts one file. */
  uploadForm(rule: UploadRule): { url: string; fields: Record<string, string>; expiresAt: Date }
  /** @returns undefined when there is no such object. @throws STORAGE_UNAVAILABLE */
  head(key: string): Promise<StoredObject | undefined>
  /** The first `bytes` of an object, to see what it really is. @throws STORAGE_UNAVAILABLE */
  start(key: string, bytes: number): Promise<Buffer>
}

export type StorageOptions = {
  readonly key: OssKey
  /** The bucket itself: `https://<bucket>.oss-cn-hangzhou.aliyuncs.com`. */
  readonly bucketUrl: string
  readonly publicUrl: string
  readonly clock: Clock
}

const UPLOAD_SECONDS = 600
const READ_SECONDS = 60
const TIMEOUT_MS = 3_000

/** Aliyun OSS, or the simulator that verifies the same signatures (wechat.md §11). */
export function createObjectStorage({ key, bucketUrl, publicUrl, clock }: StorageOptions): ObjectStorage {
  const pathOf = (objectKey: string) => objectKey.split('/').map(encodeURIComponent).join('/')

  const call = async (method: 'HEAD' | 'GET', objectKey: string, headers: Record<string, string>) => {
    const signed = presign(
      key,
      { method, key: objectKey, headers: {} },
      { at: clock.now(), seconds: READ_SECONDS },
    )
    try {
      return await fetch(`${bucketUrl}/${pathOf(objectKey)}?${signed}`, {
        method,
        headers,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
    } catch (error) {
      throw ProductErrors.STORAGE_UNAVAILABLE(undefined, error)
    }
  }

  return {
    url: (objectKey) => `${publicUrl}/${pathOf(objectKey)}`,
    uploadForm(rule) {
      const at = clock.now()
      return {
        url: bucketUrl,
        fields: uploadPolicy(key, rule, { at, seconds: UPLOAD_SECONDS }),
        expiresAt: new Date(at.getTime() + UPLOAD_SECONDS * 1000),
      }
    },
    async head(objectKey) {
      const response = await call('HEAD', objectKey, {})
      if (response.status === 404) return undefined
      if (!response.ok) throw ProductErrors.STORAGE_UNAVAILABLE({ status: response.status })
      return {
        contentType: response.headers.get('content-type') ?? '',
        sizeBytes: Number(response.headers.get('content-length')),
      }
    },
    async start(objectKey, bytes) {
      const response = await call('GET', objectKey, { range: `bytes=0-${bytes - 1}` })
      if (!response.ok) throw ProductErrors.STORAGE_UNAVAILABLE({ status: response.status })
      return Buffer.from(await response.arrayBuffer()).subarray(0, bytes)
    },
  }
}
