import { createHash, createHmac } from 'node:crypto'

/** OSS signature V4 (wechat.md §11): the subset we use, checked against the vectors. */
const OSS_ALGORITHM = 'OSS4-HMAC-SHA256'

export type OssKey = {
  readonly region: string
  readonly bucket: string
  readonly accessKeyId: string
  readonly accessKeySecret: string
}

type Query = readonly (readonly [name: string, value: string])[]

export type OssRequest = {
  readonly method: string
  readonly key: string
  readonly query: Query
  /** Lower-case names; content-type, content-md5 and x-oss-* are signed. */
  readonly headers: Readonly<Record<string, string>>
}

/** `20261122T080000Z` */
export const ossDateTime = (at: Date): string => at.toISOString().replace(/[-:]|\.\d{3}/g, '')

const ossScope = (key: OssKey, dateTime: string): string =>
  `${dateTime.slice(0, 8)}/${key.region}/oss/aliyun_v4_request`

/** HMAC chain `aliyun_v4`+secret → date → region → "oss" → "aliyun_v4_request", then the text; hex. */
export function signOss(key: OssKey, dateTime: string, text: string): string {
  const hmac = (secret: string | Buffer, part: string) => createHmac('sha256', secret).update(part).digest()
  const parts = [dateTime.slice(0, 8), key.region, 'oss', 'aliyun_v4_request']
  const signing = parts.reduce<string | Buffer>(hmac, `aliyun_v4${key.accessKeySecret}`)
  return hmac(signing, text).toString('hex')
}

export function canonicalRequest(key: OssKey, request: OssRequest): string {
  const path = `/${key.bucket}/${request.key.split('/').map(encode).join('/')}`
  const pairs = request.query.map(([name, value]) => [encode(name), encode(value)] as const)
  const query = [...pairs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value ? `${name}=${value}` : name))
  const signed = Object.entries(request.headers).filter(([name]) =>
    /^(content-type|content-md5|x-oss-.*)$/.test(name),
  )
  const lines = signed
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}:${value.trim()}\n`)
  return [request.method, path, query.join('&'), lines.join(''), '', 'UNSIGNED-PAYLOAD'].join('\n')
}

export function stringToSign(key: OssKey, dateTime: string, canonical: string): string {
  const digest = createHash('sha256').update(canonical).digest('hex')
  return [OSS_ALGORITHM, dateTime, ossScope(key, dateTime), digest].join('\n')
}

/** The query of a presigned URL, signature included. @param seconds how long it is valid. */
export function presign(
  key: OssKey,
  request: Omit<OssRequest, 'query'>,
  { at, seconds }: { at: Date; seconds: number },
): string {
  const dateTime = ossDateTime(at)
  const query: Query = [
    ['x-oss-credential', `${key.accessKeyId}/${ossScope(key, dateTime)}`],
    ['x-oss-date', dateTime],
    ['x-oss-expires', String(seconds)],
    ['x-oss-signature-version', OSS_ALGORITHM],
  ]
  const text = stringToSign(key, dateTime, canonicalRequest(key, { ...request, query }))
  const pairs = [...query, ['x-oss-signature', signOss(key, dateTime, text)] as const]
  return pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
}

export type UploadRule = { readonly key: string; readonly contentType: string; readonly maxBytes: number }

/** The form fields of a PostObject: one key, one type, a size limit, a few minutes. */
export function uploadPolicy(
  key: OssKey,
  rule: UploadRule,
  { at, seconds }: { at: Date; seconds: number },
): Record<string, string> {
  const dateTime = ossDateTime(at)
  const credential = `${key.accessKeyId}/${ossScope(key, dateTime)}`
  const policy = {
    expiration: new Date(at.getTime() + seconds * 1000).toISOString(),
    conditions: [
      { bucket: key.bucket },
      { 'x-oss-signature-version': OSS_ALGORITHM },
      { 'x-oss-credential': credential },
      { 'x-oss-date': dateTime },
      ['eq', '$key', rule.key],
      ['content-length-range', 1, rule.maxBytes],
      ['in', '$content-type', [rule.contentType]],
    ],
  }
  const encoded = Buffer.from(JSON.stringify(policy)).toString('base64')
  return {
    key: rule.key,
    policy: encoded,
    'x-oss-signature-version': OSS_ALGORITHM,
    'x-oss-credential': credential,
    'x-oss-date': dateTime,
    'x-oss-signature': signOss(key, dateTime, encoded),
    'x-oss-forbid-overwrite': 'true',
    'content-type': rule.contentType,
    success_action_status: '200',
  }
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
