import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Personal data at rest (product.md U23): AES-256-GCM with the key's id in the text, HMAC-SHA-256 for look-ups. */
export type Vault = {
  /** Ids of the keys that only open: a text sealed with one begins with its id and waits to be sealed again. */
  readonly oldKeyIds: readonly string[]
  /** `k1.<iv>.<tag>.<ciphertext>`, all base64url. */
  seal(plain: string): string
  /** @throws Error when the text was altered or its key is unknown. */
  open(sealed: string): string
  /** The same text gives the same index under one index key; nothing can be read from it. */
  index(plain: string): string
}

type KeyFile = { current: string; keys: Record<string, string>; indexKey: string }

const IV_BYTES = 12

/** @param file DATA_KEYS_FILE: `{ current, keys: { id: 32 bytes hex }, indexKey: 32 bytes hex }`. */
export function createVault(file: string): Vault {
  const { current, keys, indexKey } = JSON.parse(readFileSync(file, 'utf8')) as KeyFile
  const secrets = new Map(Object.entries(keys).map(([id, hex]) => [id, keyOf(hex)]))
  const hmacKey = keyOf(indexKey)
  const secretOf = (id: string) => {
    const secret = secrets.get(id)
    if (!secret) throw new Error(`unknown data key ${id}`)
    return secret
  }
  const currentSecret = secretOf(current)
  return {
    oldKeyIds: [...secrets.keys()].filter((id) => id !== current),
    seal(plain) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', currentSecret, iv)
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return [current, ...[iv, cipher.getAuthTag(), body].map((part) => part.toString('base64url'))].join('.')
    },
    open(sealed) {
      const [id = '', iv = '', tag = '', body = ''] = sealed.split('.')
      const decipher = createDecipheriv('aes-256-gcm', secretOf(id), Buffer.from(iv, 'base64url'), {
        authTagLength: 16,
      })
      decipher.setAuthTag(Buffer.from(tag, 'base64url'))
      return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString(
        'utf8',
      )
    },
    index: (plain) => createHmac('sha256', hmacKey).update(plain).digest('base64url'),
  }
}

/** Node makes one of these from raw bytes for every single call, which costs five times what is done with it. */
function keyOf(hex: string): KeyObject {
  const key = createSecretKey(hex, 'hex')
  if (key.symmetricKeySize !== 32) throw new Error('a data key must have 32 bytes')
  return key
}
