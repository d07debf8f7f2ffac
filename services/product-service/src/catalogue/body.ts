import { ProductErrors } from '../errors.ts'

const TIMESTAMP_DIGITS = 10

/** The text of a successful envelope, its timestamp last, so that `stampBody` finds it. */
export function envelopeText(data: unknown, nowMs: number): string {
  return `{"code":200,"message":"ok","data":${JSON.stringify(data)},"timestamp":${secondsOf(nowMs)}}`
}

/**
 * A copy of `body` with the timestamp of now: ten digits before the closing brace, until the year 2286. Bytes, because
 * writing Chinese text as a string encodes it anew for every request, and that is half of what a request costs.
 */
export function stampBody(body: Buffer, nowMs: number): Buffer {
  const stamped = Buffer.from(body)
  stamped.write(secondsOf(nowMs), body.length - 1 - TIMESTAMP_DIGITS, 'latin1')
  return stamped
}

const secondsOf = (nowMs: number): string => String(Math.floor(nowMs / 1000)).padStart(TIMESTAMP_DIGITS, '0')

type Reply = { header(name: string, value: string): unknown; send(payload: unknown): unknown }

/**
 * Sends a ready envelope as it is: no serialiser looks at it again. What is at hand goes out without a detour.
 * @throws PRODUCT_NOT_FOUND when there is no answer.
 */
export function sendAnswer(reply: Reply, answer: Buffer | Promise<Buffer | undefined>): void | Promise<void> {
  if (Buffer.isBuffer(answer)) return send(reply, answer)
  return answer.then((bytes) => {
    if (bytes === undefined) throw ProductErrors.PRODUCT_NOT_FOUND()
    send(reply, bytes)
  })
}

function send(reply: Reply, bytes: Buffer): void {
  reply.header('content-type', 'application/json; charset=utf-8')
  reply.send(bytes)
}
