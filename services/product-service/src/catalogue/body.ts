import { ProductErrors } from '../errors.ts'

const TIMESTAMP_DIGITS = 10

/** The text of a successful envelope, its timestamp last, so that `stampBody` finds it. */
export function envelopeText(data: unknown, nowMs: number): string {
  return `{"code":200,"message":"ok","data":${JSON.stringify(data)},"timestamp":${secondsOf(nowMs)}}`
}

/**
 * The text of `body` with the timestamp of now: ten digits before the closing brace, until the year 2286. A string,
 * because Node writes headers and text in one call where it needs two for headers and bytes.
 */
export function stampBody(body: Buffer, nowMs: number): string {
  return `${body.toString('utf8', 0, body.length - 1 - TIMESTAMP_DIGITS)}${secondsOf(nowMs)}}`
}

const secondsOf = (nowMs: number): string => String(Math.floor(nowMs / 1000)).padStart(TIMESTAMP_DIGITS, '0')

type Reply = { header(name: string, value: string): unknown; send(payload: unknown): unknown }

/**
 * Sends a ready envelope as it is: no serialiser looks at it again. What is at hand goes out without a detour.
 * @throws PRODUCT_NOT_FOUND when there is no answer.
 */
export function sendAnswer(reply: Reply, answer: string | Promise<string | undefined>): void | Promise<void> {
  if (typeof answer === 'string') return send(reply, answer)
  return answer.then((text) => {
    if (text === undefined) throw ProductErrors.PRODUCT_NOT_FOUND()
    send(reply, text)
  })
}

function send(reply: Reply, text: string): void {
  reply.header('content-type', 'application/json; charset=utf-8')
  reply.send(text)
}
