import { hmacSha256, sha256Hex } from '../crypto/digest.ts'

export type Tc3Request = {
  method: string
  path: string
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

export type Tc3Problem = { code: string; message: string }

const ALGORITHM = 'TC3-HMAC-SHA256'
const WINDOW_SECONDS = 300

export type Tc3Scope = { date: string; service: string; timestamp: string }

export function signTc3(secret: string, canonicalRequest: string, scope: Tc3Scope): string {
  const credential = `${scope.date}/${scope.service}/tc3_request`
  const text = `${ALGORITHM}\n${scope.timestamp}\n${credential}\n${sha256Hex(canonicalRequest)}`
  const key = hmacSha256(hmacSha256(hmacSha256(`TC3${secret}`, scope.date), scope.service), 'tc3_request')
  return hmacSha256(key, text).toString('hex')
}

/** Names and values in lower case; `host` as the caller of this function decides. */
export function canonicalTc3(request: Tc3Request, signedHeaders: string[], host: string): string {
  const value = (name: string) => (name === 'host' ? host : String(request.headers[name] ?? ''))
  const headers = signedHeaders.map((name) => `${name}:${value(name).trim().toLowerCase()}\n`).join('')
  return [request.method, request.path, '', headers, signedHeaders.join(';'), sha256Hex(request.body)].join(
    '\n',
  )
}

type Credentials = { secretId: string; secretKey: string }

/** `wire` is epoch ms. The official SDK signs the host without its port, others with it: both are right. */
export function tc3Problem(
  request: Tc3Request,
  credentials: Credentials,
  wire: number,
): Tc3Problem | undefined {
  const header = String(request.headers.authorization ?? '')
  const [, id, date, service, names, signature] =
    /^TC3-HMAC-SHA256 Credential=([^/]+)\/([\d-]+)\/(\w+)\/tc3_request,\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})$/.exec(
      header,
    ) ?? []
  if (!id || !date || !service || !names || !signature) {
    return { code: 'AuthFailure.SignatureFailure', message: 'Authorization is malformed' }
  }
  if (id !== credentials.secretId) {
    return { code: 'AuthFailure.SecretIdNotFound', message: 'The SecretId is not found' }
  }
  const timestamp = String(request.headers['x-tc-timestamp'] ?? '')
  const seconds = Number(timestamp)
  const isFresh = /^\d+$/.test(timestamp) && Math.abs(wire / 1000 - seconds) <= WINDOW_SECONDS
  if (!isFresh || new Date(seconds * 1000).toISOString().slice(0, 10) !== date) {
    return { code: 'AuthFailure.SignatureExpire', message: 'The signature is expired' }
  }
  const signedHeaders = names.split(';')
  const host = String(request.headers.host ?? '')
  const scope = { date, service, timestamp }
  const isRight = [host, host.replace(/:\d+$/, '')].some(
    (candidate) =>
      signTc3(credentials.secretKey, canonicalTc3(request, signedHeaders, candidate), scope) === signature,
  )
  const signsEnough = ['content-type', 'host'].every((name) => signedHeaders.includes(name))
  return isRight && signsEnough
    ? undefined
    : { code: 'AuthFailure.SignatureFailure', message: 'The provided credentials could not be validated' }
}
