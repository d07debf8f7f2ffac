import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { Clock } from '@linli/core'
import type { Answer, Caller, Step } from '../exchange.ts'
import type { KongConsumer } from '../kong-schema.ts'
import { createLru } from '../lru.ts'
import type { PluginConfigs } from '../plugin-schemas.ts'

type Credential = { readonly key: KeyObject; readonly consumer: string; readonly groups: readonly string[] }
type Verified = { readonly caller: Caller; readonly expiresAt: number }

/** Key id → credential: ids are unique over all consumers. */
export type Credentials = ReadonlyMap<string, Credential>

const REFUSED: Answer = { status: 401, headers: ['WWW-Authenticate', 'Bearer'] }
const REMEMBERED_TOKENS = 5000

/** @throws Error on a key that is not an Ed25519 public key, or an id used twice. */
export function credentials(consumers: readonly KongConsumer[]): Credentials {
  const byId = new Map<string, Credential>()
  for (const { username, acls, jwt_secrets } of consumers) {
    for (const { key: id, rsa_public_key } of jwt_secrets) {
      if (byId.has(id)) throw new Error(`consumers: the key id "${id}" is used twice`)
      byId.set(id, {
        key: ed25519(id, rsa_public_key),
        consumer: username,
        groups: acls.map((acl) => acl.group),
      })
    }
  }
  return byId
}

function ed25519(id: string, pem: string): KeyObject {
  try {
    const key = createPublicKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
    throw new Error(`it is ${key.asymmetricKeyType}`)
  } catch (cause) {
    throw new Error(`consumers: the key "${id}" is not an Ed25519 public key (was kong.yml rendered?)`, {
      cause,
    })
  }
}

/** Signature, algorithm and expiry; a token that was good is remembered until it expires. */
export function jwt(
  config: PluginConfigs['jwt'],
  { keys, clock }: { keys: Credentials; clock: Clock },
): Step {
  const remembered = createLru<Verified>(REMEMBERED_TOKENS)
  return (exchange) => {
    const token = bearer(exchange.seen.authorization)
    if (token === undefined || exchange.seen.authorizations > 1) return REFUSED
    let known = remembered.get(token)
    if (!known) {
      known = verifyToken(token, config.key_claim_name, keys)
      if (!known) return REFUSED
      remembered.set(token, known)
    }
    if (known.expiresAt * 1000 <= clock.now().getTime()) return REFUSED
    exchange.caller = known.caller
    exchange.upstreamLines += `X-Consumer-Username: ${known.caller.consumer}\r\nX-Credential-Identifier: ${known.caller.credential}\r\n`
    return undefined
  }
}

const bearer = (authorization: string | undefined): string | undefined =>
  authorization === undefined ? undefined : /^\s*[Bb]earer\s+(\S+)\s*$/.exec(authorization)?.[1]

function verifyToken(token: string, keyClaim: string, keys: Credentials): Verified | undefined {
  const [head, payload, signature, ...rest] = token.split('.')
  if (!head || !payload || !signature || rest.length > 0) return undefined
  const header = decode(head)
  const claims = decode(payload)
  if (!header || !claims || header.alg !== 'EdDSA') return undefined
  const id = claims[keyClaim] ?? header[keyClaim]
  const credential = typeof id === 'string' ? keys.get(id) : undefined
  if (!credential || typeof id !== 'string' || typeof claims.exp !== 'number') return undefined
  const signed = Buffer.from(`${head}.${payload}`)
  if (!verify(null, signed, credential.key, Buffer.from(signature, 'base64url'))) return undefined
  const subject =
    typeof claims.sub === 'string' && /^[\x21-\x7e]{1,128}$/.test(claims.sub) ? claims.sub : undefined
  const { consumer, groups } = credential
  return { caller: { consumer, groups, credential: id, subject }, expiresAt: claims.exp }
}

function decode(part: string): Record<string, unknown> | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(part)) return undefined
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return isRecord(value) ? value : undefined
  } catch {
    return undefined // not JSON is not a token: the caller refuses it
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
