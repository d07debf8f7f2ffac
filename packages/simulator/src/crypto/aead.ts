import { createCipheriv, createDecipheriv } from 'node:crypto'

const TAG_BYTES = 16

export type Sealed = { nonce: string; associatedData: string; ciphertext: string }

/** The real service uses 32-byte keys only; the official Go samples print 16-byte ones (AES-128-GCM). */
const cipherFor = (key: Buffer): 'aes-256-gcm' | 'aes-128-gcm' =>
  key.length === 16 ? 'aes-128-gcm' : 'aes-256-gcm'

/** AEAD_AES_256_GCM of API v3: base64(ciphertext ‖ 16-byte tag). */
export function sealAead(plaintext: string, key: Buffer, frame: Omit<Sealed, 'ciphertext'>): Sealed {
  const cipher = createCipheriv(cipherFor(key), key, frame.nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(frame.associatedData))
  const parts = [cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]
  return { ...frame, ciphertext: Buffer.concat(parts).toString('base64') }
}

/** Throws when the tag does not match. `final()` is what checks the tag. */
export function openAead(sealed: Sealed, key: Buffer): string {
  const bytes = Buffer.from(sealed.ciphertext, 'base64')
  if (bytes.length < TAG_BYTES) throw new Error('ciphertext is shorter than its tag')
  const decipher = createDecipheriv(cipherFor(key), key, sealed.nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(sealed.associatedData))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8')
}
