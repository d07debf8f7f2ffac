import { createHash, createHmac } from 'node:crypto'

/** A request to be signed for Aliyun, version 3 (wechat.md §10, vector `aliyun-acs3-doc`). The body is empty. */
export type Acs3Call = {
  readonly host: string
  readonly action: string
  readonly version: string
  readonly query: Readonly<Record<string, string>>
  readonly at: Date
  readonly nonce: string
}

const ALGORITHM = 'ACS3-HMAC-SHA256'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** RFC 3986: encodeURIComponent leaves five characters that Aliyun encodes. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

export const queryOf = (query: Readonly<Record<string, string>>): string =>
  Object.entries(query)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')

function acs3Headers({ host, action, version, at, nonce }: Omit<Acs3Call, 'query'>): Record<string, string> {
  return {
    host,
    'x-acs-action': action,
    'x-acs-content-sha256': sha256(''),
    'x-acs-date': at.toISOString().replace(/\.\d+/, ''),
    'x-acs-signature-nonce': nonce,
    'x-acs-version': version,
  }
}

export function acs3Canonical(query: string, headers: Readonly<Record<string, string>>): string {
  const names = Object.keys(headers).sort()
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('')
  return ['POST', '/', query, lines, names.join(';'), headers['x-acs-content-sha256']].join('\n')
}

export const acs3Signature = (secret: string, canonical: string): string =>
  createHmac('sha256', secret)
    .update(`${ALGORITHM}\n${sha256(canonical)}`)
    .digest('hex')

/** Headers with Authorization. @returns also the encoded query, which must be sent as it was signed. */
export function signAcs3(
  { id, secret }: { id: string; secret: string },
  call: Acs3Call,
): { query: string; headers: Record<string, string> } {
  const headers = acs3Headers(call)
  const query = queryOf(call.query)
  const signature = acs3Signature(secret, acs3Canonical(query, headers))
  const names = Object.keys(headers).sort().join(';')
  const authorization = `${ALGORITHM} Credential=${id},SignedHeaders=${names},Signature=${signature}`
  return { query, headers: { ...headers, authorization } }
}
