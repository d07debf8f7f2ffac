import { createServer, type Server } from 'node:http'
import type { Metrics } from './metrics.ts'

/** What Kong serves on its status listener; never on the public one. */
export function createStatusServer(metrics: Metrics): Server {
  return createServer((request, response) => {
    const text = request.url === '/metrics' ? metrics.text() : undefined
    const found = text !== undefined || request.url === '/status' || request.url === '/status/ready'
    response.writeHead(found ? 200 : 404, {
      'Content-Type': text ? 'text/plain; version=0.0.4' : 'application/json',
    })
    response.end(text ?? JSON.stringify({ message: found ? 'ready' : 'not found' }))
  })
}
