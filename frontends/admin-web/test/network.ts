import type { HttpRequest, HttpResponse, Transport } from '@linli/api-client'

type Handler = (request: HttpRequest, n: number) => HttpResponse | Promise<HttpResponse>

let handler: Handler = () => Promise.reject(new Error('nobody serves'))
let requests: HttpRequest[] = []

/** Stands where Axios stands: `vi.mock('../api/transport.ts', () => import('../../test/network.ts'))`. */
export const axiosTransport: Transport = async (request) => {
  requests.push(request)
  return handler(request, requests.length)
}

/** What the server answers from now on. @returns the requests as they come */
export function serve(next: Handler): readonly HttpRequest[] {
  handler = next
  requests = []
  return requests
}

export const ok = (data: unknown): HttpResponse => ({
  status: 200,
  headers: {},
  body: { code: 200, message: 'ok', data, timestamp: 1_795_722_978 },
})

export const refuse = (status: number, code: number, data: unknown = null): HttpResponse => ({
  status,
  headers: { 'x-request-id': 'trace-4711' },
  body: { code, message: `refused ${code}`, data, timestamp: 1_795_722_978 },
})
