import { Agent, request } from 'undici'

/** What every door answers; `data` is null or details in a refusal. */
export type Envelope<Data> = { code: number; message: string; data: Data; timestamp: number }

export type Answer<Data = unknown> = { status: number; body: Envelope<Data>; ms: number }

/** A door said no: the whole envelope, so that a test or a person sees why. */
export class Refused extends Error {
  readonly status: number
  readonly envelope: Envelope<unknown>

  constructor(what: string, { status, body }: Answer) {
    super(`${what} → ${status} ${JSON.stringify(body)}`)
    this.name = 'Refused'
    this.status = status
    this.envelope = body
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export type CallOptions = {
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

// A door that is being killed must not hold a test for ever.
const TIMEOUT_MS = 20_000
const agent = new Agent({ connections: 256, connectTimeout: 2_000, keepAliveTimeout: 2_000 })

/** One call, whatever the answer is. @param url absolute. @throws Error of the connection only */
export async function call<Data = unknown>(
  method: Method,
  url: string,
  { token, body, headers }: CallOptions = {},
): Promise<Answer<Data>> {
  const started = performance.now()
  const response = await request(url, {
    method,
    dispatcher: agent,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.body.text()
  return { status: response.statusCode, body: parse<Data>(text), ms: performance.now() - started }
}

/** The data of a call that must succeed. @throws Refused */
export async function dataOf<Data>(method: Method, url: string, options: CallOptions = {}): Promise<Data> {
  const answer = await call<Data>(method, url, options)
  if (answer.status >= 300) throw new Refused(`${method} ${new URL(url).pathname}`, answer)
  return answer.body.data
}

/** Plain JSON without an envelope: the simulator, `/openapi.json`. A body makes it a POST. @throws Refused */
export async function plainJson<Result>(url: string, body?: unknown): Promise<Result> {
  const method = body === undefined ? 'GET' : 'POST'
  const { status, body: result } = await call(method, url, body === undefined ? {} : { body })
  if (status >= 300) throw new Refused(`${method} ${new URL(url).pathname}`, { status, body: result, ms: 0 })
  return result as Result
}

function parse<Data>(text: string): Envelope<Data> {
  try {
    return JSON.parse(text) as Envelope<Data>
  } catch {
    // Not ours at all: shown as it is.
    return { code: 0, message: text, data: null as Data, timestamp: 0 }
  }
}
