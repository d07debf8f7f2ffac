import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'

/** Origin by URL prefix. */
export type Upstreams = Readonly<Record<string, string>>

const agent = new Agent({ keepAlive: true, maxSockets: 64 })
const DOWN = JSON.stringify({ code: 1902, message: '服务暂时不可用，请稍后重试', data: null, timestamp: 0 })

/** Hands a request on as it is, with the browser's Host. @returns false when no upstream has the path */
export function forward(upstreams: Upstreams, request: IncomingMessage, response: ServerResponse): boolean {
  const prefix = Object.keys(upstreams).find((each) => (request.url ?? '').startsWith(each))
  const origin = prefix === undefined ? undefined : upstreams[prefix]
  if (origin === undefined) return false
  const { hostname, port } = new URL(origin)
  const { method, url, headers } = request
  const upstream = httpRequest(
    { agent, hostname, port, method, path: url, headers: { ...headers, ...forwardedFor(request) } },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    },
  )
  upstream.on('error', () => {
    if (response.headersSent) response.destroy()
    else response.writeHead(503, { 'content-type': 'application/json; charset=utf-8' }).end(DOWN)
  })
  response.on('close', () => upstream.destroy())
  request.pipe(upstream)
  return true
}

const forwardedFor = ({ socket }: IncomingMessage): Record<string, string> =>
  socket.remoteAddress ? { 'x-forwarded-for': socket.remoteAddress } : {}
