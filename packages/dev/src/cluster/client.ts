import { type RequestOptions, request } from 'node:https'

export type Access = { readonly port: number; readonly token: string; readonly ca: string }

export type Reply = {
  readonly status: number
  readonly body: unknown
  /** What the API server has against it though it did it: Pod Security in the mode `warn`, what is deprecated. */
  readonly warnings: readonly string[]
}

export type Call = { readonly body?: object; readonly contentType?: string }

/** As much of a client of Kubernetes as the tests need. */
export type Client = {
  call(method: string, path: string, call?: Call): Promise<Reply>
  /** Tells of every object below `path`, those that are there and those that come, until it is ended. */
  watch(path: string, tell: (object: unknown) => void): () => void
}

export function connectTo({ port, token, ca }: Access): Client {
  const options = (method: string, path: string, contentType = 'application/json'): RequestOptions => ({
    host: '127.0.0.1',
    port,
    path,
    method,
    ca,
    headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
  })
  return {
    call: (method, path, { body, contentType } = {}) =>
      new Promise((resolve, reject) => {
        const sent = request(options(method, path, contentType), (response) => {
          let text = ''
          response.setEncoding('utf8').on('data', (part: string) => {
            text += part
          })
          response.once('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              body: response.headers['content-type']?.includes('json') ? JSON.parse(text) : text,
              warnings: [response.headers.warning ?? []].flat(),
            }),
          )
        })
        sent.once('error', reject).end(body && JSON.stringify(body))
      }),
    watch(path, tell) {
      const sent = request(options('GET', `${path}?watch=true`), (response) => {
        let rest = ''
        response.setEncoding('utf8').on('data', (part: string) => {
          const lines = `${rest}${part}`.split('\n')
          rest = lines.pop() ?? ''
          for (const line of lines) tell((JSON.parse(line) as { object: unknown }).object)
        })
        response.on('error', () => {}) // it is ended from this side
      })
      sent.on('error', () => {}).end()
      return () => sent.destroy()
    },
  }
}
