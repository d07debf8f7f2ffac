import {
  createHmac,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto'

export type SigningKey = {
  kid: string
  aud: string
  pem: string
  kty: string
  crv: string
  x: string
  d: string
}
export type Claims = Record<string, unknown> & { aud: string }

/** An Ed25519 key as JWT_PRIVATE_KEYS_FILE holds it. */
export function newKey(kid: string, aud: string): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const { x = '', d = '' } = privateKey.export({ format: 'jwk' })
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
  return { kid, aud, pem, kty: 'OKP', crv: 'Ed25519', x, d }
}

/** A token as user-service issues it; a claim of `undefined` is left out. */
export function aToken(key: SigningKey, claims: Record<string, unknown> = {}, header: object = {}): string {
  const signed = body(key, claims, { alg: 'EdDSA', kid: key.kid, typ: 'JWT', ...header })
  return `${signed}.${sign(null, Buffer.from(signed), privateKeyOf(key)).toString('base64url')}`
}

/** The classic forgery: the public key used as the secret of an HMAC. */
export function hs256WithPublicKey(key: SigningKey): string {
  const signed = body(key, {}, { alg: 'HS256', kid: key.kid, typ: 'JWT' })
  return `${signed}.${createHmac('sha256', key.pem).update(signed).digest('base64url')}`
}

export const unsigned = (key: SigningKey): string =>
  `${body(key, {}, { alg: 'none', kid: key.kid, typ: 'JWT' })}.`

function body(key: SigningKey, claims: Record<string, unknown>, header: object): string {
  const iat = Math.floor(Date.now() / 1000)
  const standard = {
    iss: 'linli',
    aud: key.aud,
    sub: randomUUID(),
    jti: randomUUID(),
    iat,
    exp: iat + 600,
    tv: 0,
    kid: key.kid,
  }
  return [header, { ...standard, ...claims }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
}

function privateKeyOf({ kty, crv, x, d }: SigningKey): KeyObject {
  return createPrivateKey({ key: { kty, crv, x, d }, format: 'jwk' })
}
