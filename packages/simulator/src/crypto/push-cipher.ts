import { createCipheriv, createDecipheriv } from 'node:crypto'

const BLOCK = 32

const keyOf = (encodingAesKey: string): Buffer => Buffer.from(`${encodingAesKey}=`, 'base64')

/** Secure mode of the mini-program message push: random ‖ length ‖ message ‖ appid, AES-256-CBC, PKCS#7 of 32. */
export function sealPush(
  message: string,
  encodingAesKey: string,
  frame: { appId: string; random16: string },
): string {
  const key = keyOf(encodingAesKey)
  const body = Buffer.from(message)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  const plain = Buffer.concat([Buffer.from(frame.random16), length, body, Buffer.from(frame.appId)])
  const fill = BLOCK - (plain.length % BLOCK)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([
    cipher.update(plain),
    cipher.update(Buffer.alloc(fill, fill)),
    cipher.final(),
  ]).toString('base64')
}

/** Throws when the text was not made for this key. */
export function openPush(sealed: string, encodingAesKey: string): { message: string; appId: string } {
  const key = keyOf(encodingAesKey)
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(Buffer.from(sealed, 'base64')), decipher.final()])
  const fill = padded.at(-1) ?? 0
  if (fill < 1 || fill > BLOCK) throw new Error('bad padding')
  const plain = padded.subarray(16, padded.length - fill)
  const end = 4 + plain.readUInt32BE(0)
  if (end > plain.length) throw new Error('bad length')
  return { message: plain.subarray(4, end).toString('utf8'), appId: plain.subarray(end).toString('utf8') }
}
