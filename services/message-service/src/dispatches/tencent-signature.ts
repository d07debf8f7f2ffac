import { createHash, createHmac } from 'node:crypto'

/** A request to be signed for Tencent Cloud, TC3 (wechat.md §10; the documentation's cvm example is our vector). */
export type Tc3Call = {
  readonly service: string
  /** Without port. */
  readonly host: string
  readonly body: string
  readonly at: Date
}

const ALGORITHM = 'TC3-HMAC-SHA256'
export const TC3_CONTENT_TYPE = 'application/json; charset=utf-8'
const SIGNED = 'content-type;host'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** @returns the Authorization header and the X-TC-Timestamp that belongs to it. */
export function signTc3(
  { id, secret }: { id: string; secret: string },
  { service, host, body, at }: Tc3Call,
): { authorization: string; timestamp: string; signature: string } {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const date = at.toISOString().slice(0, 10)
  const headers = `content-type:${TC3_CONTENT_TYPE}\nhost:${host}\n`
  const canonical = ['POST', '/', '', headers, SIGNED, sha256(body)].join('\n')
  const scope = `${date}/${service}/tc3_request`
  const text = [ALGORITHM, timestamp, scope, sha256(canonical)].join('\n')
  const key = hmac(hmac(hmac(`TC3${secret}`, date), service), 'tc3_request')
  const signature = hmac(key, text).toString('hex')
  const authorization = `${ALGORITHM} Credential=${id}/${scope}, SignedHeaders=${SIGNED}, Signature=${signature}`
  return { authorization, timestamp, signature }
}
