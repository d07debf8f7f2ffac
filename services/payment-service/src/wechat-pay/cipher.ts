import { createDecipheriv } from 'node:crypto'

const KEY_BYTES = 32
const TAG_BYTES = 16

export type Sealed = { readonly ciphertext: string; readonly nonce: string; readonly associatedData: string }

/** @throws Error unless the APIv3 key has exactly 32 bytes: anything else is another cipher. */
export function apiV3Key(bytes: Buffer): Buffer {
  if (bytes.length !== KEY_BYTES) throw new Error(`the APIv3 key must have ${KEY_BYTES} bytes`)
  return bytes
}

/**
 * Opens AEAD_AES_256_GCM: `ciphertext` is base64 of the text and its 16-byte tag (wechat.md §2.6).
 * @throws Error when anything was altered; `final()` is what checks the tag.
 */
export function openSealed({ ciphertext, nonce, associatedData }: Sealed, key: Buffer): string {
  const secret = apiV3Key(key)
  const bytes = Buffer.from(ciphertext, 'base64')
  if (bytes.length < TAG_BYTES) throw new Error('the ciphertext is shorter than its tag')
  const decipher = createDecipheriv('aes-256-gcm', secret, Buffer.from(nonce), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(Buffer.from(associatedData))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8')
}
