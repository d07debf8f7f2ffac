import { hmacSha256, sha256Hex } from '../crypto/digest.ts'

export const OSS_ALGORITHM = 'OSS4-HMAC-SHA256'

export type OssScope = { date: string; region: string }

export type OssRequest = {
  method: string
  bucket: string
  key: string
  /** Decoded pairs without x-oss-signature; a value of undefined was a bare name. */
  query: [string, string | undefined][]
  headers: Record<string, string | string[] | undefined>
  /** Signed besides content-type, content-md5 and x-oss-*. */
  additionalHeaders: string[]
}

/** HMAC chain `aliyun_v4`+secret → date → region → "oss" → "aliyun_v4_request", then the text; hex. */
export function signOss(secret: string, scope: OssScope, text: string): string {
  const parts = [scope.date, scope.region, 'oss', 'aliyun_v4_request']
  const key = parts.reduce<string | Buffer>(hmacSha256, `aliyun_v4${secret}`)
  return hmacSha256(key, text).toString('hex')
}

export const ossStringToSign = (canonicalRequest: string, scope: OssScope, dateTime: string): string =>
  [
    OSS_ALGORITHM,
    dateTime,
    `${scope.date}/${scope.region}/oss/aliyun_v4_request`,
    sha256Hex(canonicalRequest),
  ].join('\n')

export function canonicalOss(request: OssRequest): string {
  const { headers, additionalHeaders } = request
  const query = request.query
    .map(([name, value]) => [encode(name), value === undefined ? undefined : encode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => (value === undefined || value === '' ? name : `${name}=${value}`))
    .join('&')
  const isSigned = (name: string) =>
    name === 'content-type' ||
    name === 'content-md5' ||
    name.startsWith('x-oss-') ||
    additionalHeaders.includes(name)
  const headerLines = Object.keys(headers)
    .filter(isSigned)
    .sort()
    .map((name) => `${name}:${String(headers[name]).trim()}\n`)
    .join('')
  const path = `/${encode(request.bucket)}/${request.key.split('/').map(encode).join('/')}`
  const payload = String(headers['x-oss-content-sha256'] ?? 'UNSIGNED-PAYLOAD')
  return [request.method, path, query, headerLines, additionalHeaders.join(';'), payload].join('\n')
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
