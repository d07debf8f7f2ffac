import { requestMessage, verifyRsa } from '../crypto/rsa.ts'
import type { Sim } from '../sim.ts'
import { unixSeconds } from '../time/format.ts'
import { invalidRequest, signError } from './pay-error.ts'

const SCHEME = 'WECHATPAY2-SHA256-RSA2048'
const FIELDS = ['mchid', 'nonce_str', 'signature', 'timestamp', 'serial_no'] as const
const WINDOW_SECONDS = 300

const BAD_FORMAT = 'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》'
const BAD_SCHEME = 'HTTP头Authorization认证类型不正确'
const UNSIGNED = '签名信息错误，验签失败'
const BAD_CLOCK = 'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟'
const BAD_SERIAL = '商户证书序列号有误。请使用签名私钥匹配的证书序列号'
const BAD_MCHID = 'Http头Authorization中的mchid有误'
const BAD_SIGNATURE = '签名错误，请检查后再试'

export type SignedRequest = {
  method: string
  /** Path and query as they came over the wire. */
  target: string
  body: string
  headers: Record<string, string | string[] | undefined>
}

/** Certificates and refunds look for these headers before anything else (probed). */
export function checkAgent(headers: SignedRequest['headers']): void {
  if (!headers['user-agent'] || !headers.accept) {
    throw invalidRequest('Http头缺少Accept或User-Agent')
  }
}

/** Format, then clock, then merchant and serial, then the signature. Returns the mchid. */
export function authenticate(sim: Sim, request: SignedRequest): string {
  const fields = parse(request)
  if (!/^\d+$/.test(fields.timestamp)) throw signError(BAD_FORMAT)
  const skew = Math.abs(unixSeconds(sim.clock.wire()) - Number(fields.timestamp))
  if (skew > WINDOW_SECONDS) throw signError(BAD_CLOCK)
  const { app, merchant } = sim.keys
  if (fields.mchid !== app.mchid) throw signError(BAD_MCHID)
  if (fields.serial_no !== merchant.serial) throw signError(BAD_SERIAL)
  const message = requestMessage(request, fields.timestamp, fields.nonce_str)
  if (!verifyRsa(message, fields.signature, merchant.publicKey)) throw signError(BAD_SIGNATURE)
  return fields.mchid
}

type AuthorizationFields = Record<(typeof FIELDS)[number], string>

function parse(request: SignedRequest): AuthorizationFields {
  const header = request.headers.authorization
  const isTransaction = request.target.startsWith('/v3/pay/transactions/')
  const malformed = () => signError(isTransaction ? UNSIGNED : BAD_FORMAT)
  if (typeof header !== 'string') throw malformed()
  const space = header.indexOf(' ')
  const scheme = space < 0 ? header : header.slice(0, space)
  if (scheme !== SCHEME) throw scheme.startsWith('WECHATPAY2-') ? signError(BAD_SCHEME) : malformed()
  const found = new Map<string, string>()
  for (const part of header.slice(space + 1).split(',')) {
    const [, name, value] = /^(\w+)="([^"]*)"$/.exec(part) ?? []
    if (name === undefined || value === undefined || found.has(name)) throw signError(BAD_FORMAT)
    found.set(name, value)
  }
  const entries = FIELDS.map((name) => [name, found.get(name) ?? ''] as const)
  if (entries.some(([, value]) => value === '') || found.size !== FIELDS.length) throw signError(BAD_FORMAT)
  return Object.fromEntries(entries) as AuthorizationFields
}
