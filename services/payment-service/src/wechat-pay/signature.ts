import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

const SCHEME = 'WECHATPAY2-SHA256-RSA2048'

export type SignedRequest = { readonly method: string; readonly target: string; readonly body: string }
export type Stamp = { readonly timestamp: string; readonly nonce: string }

/** Five lines, each with LF; `target` and `body` are exactly what goes over the wire (D:4012365342). */
export const requestMessage = (
  { method, target, body }: SignedRequest,
  { timestamp, nonce }: Stamp,
): string => `${method}\n${target}\n${timestamp}\n${nonce}\n${body}\n`

/** What the provider signs: its answers and its notices (D:4013053249). */
export const responseMessage = ({ timestamp, nonce }: Stamp, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')])

/** Four lines for `wx.requestPayment` (D:4012365339). */
export const cashierMessage = (appId: string, { timestamp, nonce }: Stamp, packageText: string): string =>
  `${appId}\n${timestamp}\n${nonce}\n${packageText}\n`

/** RSASSA-PKCS1-v1_5 with SHA-256, base64 in one line. */
export const signMessage = (message: string, privateKey: KeyObject): string =>
  sign('RSA-SHA256', Buffer.from(message), privateKey).toString('base64')

const STRICT_BASE64 =
  /^(?:[A-Za-z0-9+/]{4})+$|^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)$/

/** Never throws. Node's base64 decoder skips what it does not know, so the text is tested first (SIGNTEST probes). */
export function isSignedBy(message: Buffer, signature: string, publicKey: KeyObject): boolean {
  if (!STRICT_BASE64.test(signature)) return false
  return verify('RSA-SHA256', message, publicKey, Buffer.from(signature, 'base64'))
}

export type Merchant = {
  readonly mchid: string
  /** Of the merchant's API certificate, upper-case hex. */
  readonly serial: string
  readonly privateKey: KeyObject
}

/** The Authorization header of a request. */
export function authorization(request: SignedRequest, stamp: Stamp, merchant: Merchant): string {
  const signature = signMessage(requestMessage(request, stamp), merchant.privateKey)
  const fields = {
    mchid: merchant.mchid,
    nonce_str: stamp.nonce,
    timestamp: stamp.timestamp,
    serial_no: merchant.serial,
    signature,
  }
  const text = Object.entries(fields).map(([name, value]) => `${name}="${value}"`)
  return `${SCHEME} ${text.join(',')}`
}

export const privateKeyOf = (pem: string): KeyObject => createPrivateKey(pem)

/** A public key, or that of a platform certificate. */
export const publicKeyOf = (pem: string): KeyObject => createPublicKey(pem)
