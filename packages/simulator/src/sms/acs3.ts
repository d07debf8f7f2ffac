import { hmacSha256, sha256Hex } from '../crypto/digest.ts'

export type Acs3Request = {
  method: string
  path: string
  /** Decoded pairs, any order. */
  query: [string, string][]
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

export type Acs3Problem = { status: number; code: string; message: string }

const ALGORITHM = 'ACS3-HMAC-SHA256'
const MUST_SIGN = [
  'host',
  'x-acs-action',
  'x-acs-version',
  'x-acs-date',
  'x-acs-signature-nonce',
  'x-acs-content-sha256',
]
const WINDOW_MS = 15 * 60_000

export const signAcs3 = (secret: string, canonicalRequest: string): string =>
  hmacSha256(secret, `${ALGORITHM}\n${sha256Hex(canonicalRequest)}`).toString('hex')

export function canonicalAcs3(request: Acs3Request, signedHeaders: string[]): string {
  const query = request.query
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  const headers = signedHeaders
    .map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`)
    .join('')
  const payload = String(request.headers['x-acs-content-sha256'] ?? '')
  return [request.method, request.path, query, headers, signedHeaders.join(';'), payload].join('\n')
}

/** RFC 3986: encodeURIComponent leaves five characters that Aliyun encodes. */
const percentEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

type Credentials = { accessKeyId: string; accessKeySecret: string }

/** `wire` is epoch ms. Nonce reuse is the caller's check. */
export function acs3Problem(
  request: Acs3Request,
  credentials: Credentials,
  wire: number,
): Acs3Problem | undefined {
  const header = String(request.headers.authorization ?? '')
  const [, id, names, signature] =
    /^ACS3-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})$/.exec(
      header,
    ) ?? []
  if (!id || !names || !signature) return problem(400, 'MissingAuthorization', 'Authorization is malformed')
  if (id !== credentials.accessKeyId)
    return problem(404, 'InvalidAccessKeyId.NotFound', 'AccessKeyId is not found')
  const signedHeaders = names.split(';')
  const missing = MUST_SIGN.find((name) => !signedHeaders.includes(name) || !request.headers[name])
  if (missing) return problem(400, 'IncompleteSignature', `${missing} must be signed`)
  const date = Date.parse(String(request.headers['x-acs-date']))
  if (Number.isNaN(date) || Math.abs(wire - date) > WINDOW_MS) {
    return problem(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.')
  }
  if (request.headers['x-acs-content-sha256'] !== sha256Hex(request.body)) return mismatch()
  const expected = signAcs3(credentials.accessKeySecret, canonicalAcs3(request, signedHeaders))
  return expected === signature ? undefined : mismatch()
}

const problem = (status: number, code: string, message: string): Acs3Problem => ({ status, code, message })

const mismatch = () =>
  problem(400, 'SignatureDoesNotMatch', 'Specified signature does not match our calculation.')
