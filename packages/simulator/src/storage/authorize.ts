import type { OssFile } from '../keys/files.ts'
import { parseBasicIso } from '../time/format.ts'
import { accessDenied, invalidArgument, OssError, signatureMismatch, unknownKey } from './oss-error.ts'
import { canonicalOss, OSS_ALGORITHM, type OssRequest, ossStringToSign, signOss } from './oss-signature.ts'

const SKEW_MS = 15 * 60_000
const MAX_EXPIRES_SECONDS = 7 * 24 * 3600

export type Caller = 'anonymous' | 'signed'

type Claim = {
  credential: string
  signature: string
  dateTime: string
  additionalHeaders: string[]
  query: OssRequest['query']
}

/** Verifies a presigned URL or an Authorization header; throws OssError. `wire` is epoch ms. */
export function authorize(request: OssRequest, oss: OssFile, wire: number): Caller {
  const params = new Map(request.query)
  const isPresigned = params.has('x-oss-signature-version')
  const header = request.headers.authorization
  if (!isPresigned && header === undefined) return 'anonymous'
  const claim = isPresigned ? presigned(request, params, wire) : fromHeader(request, String(header), wire)
  const { scope, accessKeyId } = parseCredential(claim.credential)
  if (accessKeyId !== oss.accessKeyId) throw unknownKey()
  if (scope.region !== oss.region) throw invalidArgument('Invalid signing region in Authorization header.')
  if (!claim.dateTime.startsWith(scope.date)) throw invalidArgument('Invalid signing date.')
  const canonical = canonicalOss({
    ...request,
    query: claim.query,
    additionalHeaders: claim.additionalHeaders,
  })
  const expected = signOss(oss.accessKeySecret, scope, ossStringToSign(canonical, scope, claim.dateTime))
  if (expected !== claim.signature) throw signatureMismatch()
  return 'signed'
}

function presigned(request: OssRequest, params: Map<string, string | undefined>, wire: number): Claim {
  if (params.get('x-oss-signature-version') !== OSS_ALGORITHM) {
    throw invalidArgument('x-oss-signature-version must be OSS4-HMAC-SHA256')
  }
  const dateTime = params.get('x-oss-date') ?? ''
  const at = parseBasicIso(dateTime)
  const seconds = Number(params.get('x-oss-expires'))
  if (at === undefined) throw invalidArgument('x-oss-date is malformed')
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > MAX_EXPIRES_SECONDS) {
    throw invalidArgument('x-oss-expires must be 1..604800')
  }
  if (at - wire > SKEW_MS) throw skewed()
  if (wire > at + seconds * 1000) throw accessDenied('Request has expired.')
  return {
    credential: params.get('x-oss-credential') ?? '',
    signature: params.get('x-oss-signature') ?? '',
    dateTime,
    additionalHeaders: splitNames(params.get('x-oss-additional-headers')),
    query: request.query.filter(([name]) => name !== 'x-oss-signature'),
  }
}

function fromHeader(request: OssRequest, header: string, wire: number): Claim {
  const [, credential, , additional, signature] =
    /^OSS4-HMAC-SHA256 Credential=([^,]+),\s*(AdditionalHeaders=([^,]*),\s*)?Signature=([0-9a-f]{64})$/.exec(
      header,
    ) ?? []
  if (!credential || !signature) throw invalidArgument('Authorization header is malformed')
  const dateTime = String(request.headers['x-oss-date'] ?? '')
  const at = parseBasicIso(dateTime)
  if (at === undefined) throw invalidArgument('x-oss-date is malformed')
  if (Math.abs(wire - at) > SKEW_MS) throw skewed()
  return { credential, signature, dateTime, additionalHeaders: splitNames(additional), query: request.query }
}

const skewed = () =>
  new OssError(
    403,
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
  )

const splitNames = (names: string | undefined): string[] => (names ? names.split(';') : [])

/** `<key id>/<yyyymmdd>/<region>/oss/aliyun_v4_request` */
export function parseCredential(credential: string): {
  accessKeyId: string
  scope: { date: string; region: string }
} {
  const [accessKeyId, date, region, service, end, ...rest] = credential.split('/')
  if (
    !accessKeyId ||
    !date ||
    !region ||
    service !== 'oss' ||
    end !== 'aliyun_v4_request' ||
    rest.length > 0
  ) {
    throw invalidArgument('x-oss-credential is malformed')
  }
  return { accessKeyId, scope: { date, region } }
}
