/** The envelope every door answers in; `data` is null in a refusal without details. */
export type Envelope<Data> = { code: number; message: string; data: Data; timestamp: number }

export type Answer<Data> = { status: number; body: Envelope<Data>; headers: Headers }

export type Send = <Data = unknown>(
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer<Data>>

/** One caller. Paths are below `/api/v1`; the last argument of each is more headers. */
export type ApiClient = {
  readonly token: string | undefined
  get<Data = unknown>(path: string, headers?: Record<string, string>): Promise<Answer<Data>>
  readonly post: Send
  readonly put: Send
  readonly patch: Send
  readonly delete: Send
}

/** A client for the service at `url` (`http://host:port`) that shows `token`, when there is one, with every call. */
export function apiClient(url: string, token?: string): ApiClient {
  const send =
    (method: string): Send =>
    async <Data>(path: string, body?: unknown, headers: Record<string, string> = {}) => {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      return {
        status: response.status,
        body: (text === '' ? undefined : JSON.parse(text)) as Envelope<Data>,
        headers: response.headers,
      }
    }
  const get = send('GET')
  return {
    token,
    get: (path, headers) => get(path, undefined, headers),
    post: send('POST'),
    put: send('PUT'),
    patch: send('PATCH'),
    delete: send('DELETE'),
  }
}
