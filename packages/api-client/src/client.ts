import { ApiError } from './api-error.ts'
import type { Args, Data, OperationName } from './operation.ts'
import {
  type HttpRequest,
  type HttpResponse,
  type Method,
  type Transport,
  TransportError,
} from './transport.ts'

export type Tokens = { readonly accessToken: string; readonly refreshToken: string }

/** Where the tokens are kept. `keep(undefined)` signs out. */
export type Session = {
  tokens(): Tokens | undefined
  keep(tokens: Tokens | undefined): void
  /** Door of the audience that changes a refresh token for the next pair. */
  readonly refreshPath: string
}

export type ClientOptions<Name extends OperationName> = {
  /** `residentOperations` and so on: method and path by operationId. */
  readonly operations: Readonly<Record<Name, string>>
  readonly transport: Transport
  readonly session: Session
  /** Value of Accept-Language. */
  readonly language: () => string
  /** Told the Unix seconds of every envelope. */
  readonly onServerTime?: (seconds: number) => void
}

/** A method per operation. Each resolves with `data` of the envelope. @throws ApiError */
export type Client<Name extends OperationName> = {
  readonly [N in Name]: (args: Args<N>) => Promise<Data<N>>
}

type LooseArgs = {
  readonly path?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  readonly key?: string
}

const SIGNED_OUT = 401

/**
 * Calls operations by name. A 401 refreshes the tokens once, for all calls that wait, and repeats the call once. What
 * cannot do harm twice (GET, or with a key) is repeated once when nobody answered.
 */
export function createClient<Name extends OperationName>(options: ClientOptions<Name>): Client<Name> {
  const send = createSender(options)
  const methods = Object.entries<string>(options.operations).map(([name, where]) => [
    name,
    (args: LooseArgs) => send(where, args),
  ])
  return Object.fromEntries(methods) as Client<Name>
}

function createSender<Name extends OperationName>(options: ClientOptions<Name>) {
  const { session, onServerTime } = options
  const exchange = createExchange(options)
  let refreshing: Promise<Tokens | undefined> | undefined

  /** @returns undefined when the session has ended */
  async function refresh({ refreshToken }: Tokens): Promise<Tokens | undefined> {
    const response = await exchange({
      method: 'POST',
      path: session.refreshPath,
      headers: {},
      body: { refreshToken },
    })
    if (response.status >= 500 || response.status === 429) throw refusal(response)
    const tokens = tokensIn(response)
    session.keep(tokens)
    return tokens
  }

  /** Whoever comes while it is under way waits for the same one: a refresh token works once. */
  function refreshOnce(stale: Tokens): Promise<Tokens | undefined> {
    const current = session.tokens()
    if (current && current.accessToken !== stale.accessToken) return Promise.resolve(current)
    refreshing ??= refresh(stale).finally(() => {
      refreshing = undefined
    })
    return refreshing
  }

  return async function send(where: string, { path, query, body, key }: LooseArgs): Promise<unknown> {
    const [method = 'GET', template = ''] = where.split(' ')
    const request: HttpRequest = {
      method: method as Method,
      path: fill(template, path) + queryString(query),
      headers: { ...(key !== undefined && { 'idempotency-key': key }) },
      ...(body !== undefined && { body }),
    }
    const tokens = session.tokens()
    let response = await exchange(withToken(request, tokens))
    if (response.status === SIGNED_OUT && tokens) {
      const next = await refreshOnce(tokens)
      if (next) response = await exchange(withToken(request, next))
    }
    const envelope = response.body
    if (isRecord(envelope) && typeof envelope.timestamp === 'number') onServerTime?.(envelope.timestamp)
    if (response.status >= 300 || !isRecord(envelope) || !('data' in envelope)) throw refusal(response)
    return envelope.data
  }
}

const withToken = (request: HttpRequest, tokens: Tokens | undefined): HttpRequest =>
  tokens
    ? { ...request, headers: { ...request.headers, authorization: `Bearer ${tokens.accessToken}` } }
    : request

function createExchange<Name extends OperationName>({ transport, language }: ClientOptions<Name>) {
  const once = async (request: HttpRequest): Promise<HttpResponse> => {
    try {
      return await transport({
        ...request,
        headers: { ...request.headers, 'accept-language': language() },
      })
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause)
      throw new ApiError({ status: 0, code: 0, message }, cause)
    }
  }
  return async (request: HttpRequest): Promise<HttpResponse> => {
    try {
      return await once(request)
    } catch (error) {
      const harmless = request.method === 'GET' || 'idempotency-key' in request.headers
      const unanswered = error instanceof ApiError && error.cause instanceof TransportError
      if (!harmless || !unanswered) throw error
      return once(request)
    }
  }
}

function refusal({ status, body, headers }: HttpResponse): ApiError {
  const envelope = isRecord(body) ? body : {}
  const retryAfter = Number(headers['retry-after'])
  return new ApiError({
    // A 200 that is not an envelope comes from something in between: nobody of ours is there.
    status: status >= 300 ? status : 502,
    code: typeof envelope.code === 'number' ? envelope.code : status,
    message: typeof envelope.message === 'string' ? envelope.message : `HTTP ${status}`,
    details: envelope.data,
    traceId: headers['x-request-id'],
    ...(Number.isFinite(retryAfter) && { retryAfterS: retryAfter }),
  })
}

function tokensIn({ status, body }: HttpResponse): Tokens | undefined {
  if (status >= 300 || !isRecord(body) || !isRecord(body.data)) return undefined
  const { accessToken, refreshToken } = body.data
  return typeof accessToken === 'string' && typeof refreshToken === 'string'
    ? { accessToken, refreshToken }
    : undefined
}

function fill(template: string, values: Readonly<Record<string, unknown>> = {}): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (typeof value !== 'string' || value === '') throw new TypeError(`${template} needs ${name}`)
    return encodeURIComponent(value)
  })
}

/** By hand: mini-programs have no URLSearchParams. */
function queryString(query: Readonly<Record<string, unknown>> = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [`${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`]
      : [],
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
