import { type HttpResponse, type Transport, TransportError } from '@linli/api-client'
import axios from 'axios'

const TIMEOUT_MS = 15_000

// Any status is an answer; the client decides what it means.
const http = axios.create({ timeout: TIMEOUT_MS, validateStatus: () => true })

/** Axios as the client's transport: same origin, JSON both ways. */
export const axiosTransport: Transport = async ({ method, path, headers, body }) => {
  try {
    const answer = await http.request<unknown>({
      method,
      url: path,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { data: body }),
    })
    return { status: answer.status, body: answer.data, headers: lowerCase(answer.headers) }
  } catch (cause) {
    throw new TransportError(cause instanceof Error ? cause.message : 'no answer', { cause })
  }
}

const lowerCase = (headers: object): HttpResponse['headers'] =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]))
