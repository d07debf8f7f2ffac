import { createHmac, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { keysFolder } from './stores.ts'

export type Claims = Readonly<Record<string, unknown>> & {
  readonly kid: string
  readonly perms?: readonly string[]
}

type Key = { readonly kid: string; readonly pem: string; readonly d: string; readonly x: string }

/** The signing keys of the platform under test: as user-service has them, and nobody else should. */
function platformKeys(): readonly Key[] {
  const text = readFileSync(join(keysFolder(), 'jwt-private.json'), 'utf8')
  return (JSON.parse(text) as { keys: Key[] }).keys
}

export function claimsOf(token: string): Claims {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

function keyOf(kid: string): Key {
  const key = platformKeys().find((each) => each.kid === kid)
  if (!key) throw new Error(`the platform has no key ${kid}`)
  return key
}

function signed(claims: Claims, key: KeyObject): string {
  const input = `${part({ alg: 'EdDSA', kid: claims.kid, typ: 'JWT' })}.${part(claims)}`
  return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`
}

/** What user-service itself would sign: for claims it does not hand out. */
export function issue(claims: Claims): string {
  const { x, d } = keyOf(claims.kid)
  return signed(claims, createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', x, d }, format: 'jwk' }))
}

/** A key nobody knows under a name everybody knows. */
export function withWrongKey(claims: Claims): string {
  return signed(claims, generateKeyPairSync('ed25519').privateKey)
}

/** @param signature what follows the last dot; empty as RFC 7515 has it, or anything */
export function withoutAlgorithm(claims: Claims, signature = ''): string {
  return `${part({ alg: 'none', kid: claims.kid, typ: 'JWT' })}.${part(claims)}.${signature}`
}

/** RFC 8725 §2.1: the public key, which everybody has, taken for a shared secret. */
export function withPublicKeyAsSecret(claims: Claims): string {
  const input = `${part({ alg: 'HS256', kid: claims.kid, typ: 'JWT' })}.${part(claims)}`
  const secret = keyOf(claims.kid).pem
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

/** The same token with another audience's name on it. */
export function renamed(claims: Claims, aud: string): string {
  return issue({ ...claims, aud })
}
