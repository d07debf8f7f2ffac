export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export type HttpRequest = {
  readonly method: Method
  /** Path with query, from `/api/v1` on. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

export type HttpResponse = {
  readonly status: number
  /** Parsed JSON; anything else counts as an answer that is not ours. */
  readonly body: unknown
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

/** One exchange: resolves with any answer. @throws TransportError when there was none */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>

/** Nobody answered: no network, no server, or not in time. */
export class TransportError extends Error {
  override readonly name = 'TransportError'
}
