// The front ends of `npm start` on one origin: files of WEB_SITES, everything of WEB_UPSTREAMS handed on. In containers
// nginx does the same (frontends.md §9).
import { createServer } from 'node:http'
import { forward, type Upstreams } from './forward.ts'
import { type Sites, serveFile } from './static-files.ts'

const sites = JSON.parse(process.env.WEB_SITES ?? '{}') as Sites
const upstreams = JSON.parse(process.env.WEB_UPSTREAMS ?? '{}') as Upstreams
const GRACE_MS = Number(process.env.SHUTDOWN_GRACE_MS ?? 10_000)

const server = createServer((request, response) => {
  if (request.url === '/healthz') return void response.writeHead(200).end('ok\n')
  if (forward(upstreams, request, response)) return
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (reads && serveFile(sites, request, response)) return
  response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('not found\n')
})

process.once('SIGTERM', () => {
  server.close(() => process.exit(0))
  server.closeIdleConnections()
  setTimeout(() => server.closeAllConnections(), GRACE_MS).unref()
})
server.listen(Number(process.env.WEB_PORT), process.env.WEB_HOST ?? '127.0.0.1')
