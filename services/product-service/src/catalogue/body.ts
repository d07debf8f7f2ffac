const TIMESTAMP_DIGITS = 10

/** The text of a successful envelope, its timestamp last, so that `stampBody` finds it. */
export function envelopeText(data: unknown, nowMs: number): string {
  return `{"code":200,"message":"ok","data":${JSON.stringify(data)},"timestamp":${secondsOf(nowMs)}}`
}

/** A copy of `body` with the timestamp of now: ten digits before the closing brace, until the year 2286. */
export function stampBody(body: Buffer, nowMs: number): Buffer {
  const stamped = Buffer.from(body)
  stamped.write(secondsOf(nowMs), body.length - 1 - TIMESTAMP_DIGITS, 'latin1')
  return stamped
}

const secondsOf = (nowMs: number): string => String(Math.floor(nowMs / 1000)).padStart(TIMESTAMP_DIGITS, '0')

type Answer = { header(name: string, value: string): unknown; send(payload: unknown): unknown }

/** Sends a ready envelope as it is: no serialiser looks at it again. */
export function sendBody(reply: Answer, body: Buffer): void {
  reply.header('content-type', 'application/json; charset=utf-8')
  reply.send(body)
}
