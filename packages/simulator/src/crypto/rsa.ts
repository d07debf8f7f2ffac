import { constants, type KeyObject, privateDecrypt, sign, verify } from 'node:crypto'

const STRICT_BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** RSASSA-PKCS1-v1_5 with SHA-256, base64 in one line. */
export const signRsa = (message: string, privateKey: KeyObject): string =>
  sign('RSA-SHA256', Buffer.from(message), privateKey).toString('base64')

/**
 * Node decodes base64 leniently, so the text is checked first: a signature that is not strict base64
 * (the `WECHATPAY/SIGNTEST/` probe, for instance) is simply false.
 */
export function verifyRsa(message: string, signature: string, publicKey: KeyObject): boolean {
  if (signature === '' || !STRICT_BASE64.test(signature)) return false
  return verify('RSA-SHA256', Buffer.from(message), publicKey, Buffer.from(signature, 'base64'))
}

/** RSAES-OAEP with SHA-1: how merchants encrypt bank accounts and names. Throws when it does not decrypt. */
export const decryptOaep = (ciphertext: string, privateKey: KeyObject): string =>
  privateDecrypt(
    { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
    Buffer.from(ciphertext, 'base64'),
  ).toString('utf8')

/** The five lines a merchant signs. `target` is the path with query exactly as sent. */
export const requestMessage = (
  request: { method: string; target: string; body: string },
  timestamp: string,
  nonce: string,
): string => `${request.method}\n${request.target}\n${timestamp}\n${nonce}\n${request.body}\n`

/** The three lines WeChat Pay signs in answers and callbacks. */
export const responseMessage = (timestamp: string, nonce: string, body: string): string =>
  `${timestamp}\n${nonce}\n${body}\n`

/** The four lines the mini-program client hands to `wx.requestPayment`. */
export const paySignMessage = (pay: {
  appId: string
  timeStamp: string
  nonceStr: string
  package: string
}): string => `${pay.appId}\n${pay.timeStamp}\n${pay.nonceStr}\n${pay.package}\n`
