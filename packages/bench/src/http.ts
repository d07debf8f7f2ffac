import { Pool } from 'undici'

type Options = { readonly token?: string; readonly body?: unknown; readonly headers?: Record<string, string> }

export type Client = {
  /** The body's text is read and dropped; throws when the status is not 2xx. */
  read(path: string): Promise<void>
  /** @returns `data` of the envelope, or the whole body where there is none. @throws Error with status and body */
  call<T>(method: 'GET' | 'POST' | 'PUT', path: string, options?: Options): Promise<T>
}

const CONNECTIONS = 128

/** Keep-alive connections to one origin. */
export function createClient(origin: string): Client {
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 })
  return {
    async read(path) {
      const { statusCode, body } = await pool.request({ method: 'GET', path })
      const text = await body.text()
      if (statusCode >= 300) throw new Error(`GET ${path} → ${statusCode} ${text.slice(0, 200)}`)
    },
    async call(method, path, { token, body, headers } = {}) {
      const response = await pool.request({
        method,
        path,
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await response.body.text()
      if (response.statusCode >= 300)
        throw new Error(`${method} ${path} → ${response.statusCode} ${text.slice(0, 300)}`)
      const answer = JSON.parse(text) as { data?: unknown }
      return ('data' in answer ? answer.data : answer) as never
    },
  }
}
