import { request } from 'node:http'
import { expect } from 'vitest'
import { refusals } from '../../local/src/refusals.ts'
import type { Echo } from './echo.ts'

export type Answer = { status: number; headers: Record<string, string | undefined>; text: string }
export type CallOptions = {
  headers?: Record<string, string> | string[]
  body?: string | Buffer
  chunked?: boolean
}

/** One request with the path exactly as given: `fetch` would tidy it up. */
export function call(url: string, method: string, options: CallOptions & { path: string }): Promise<Answer> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, method, path: options.path, headers: options.headers, agent: false },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const headers = Object.fromEntries(
            Object.entries(response.headers).map(([name, value]) => [
              name,
              Array.isArray(value) ? value.join(', ') : value,
            ]),
          )
          resolve({ status: response.statusCode ?? 0, headers, text: Buffer.concat(chunks).toString('utf8') })
        })
      },
    )
    sent.on('error', reject)
    if (options.body !== undefined && !options.chunked)
      sent.setHeader('Content-Length', Buffer.byteLength(options.body))
    if (options.chunked && options.body !== undefined) sent.write(options.body)
    sent.end(options.chunked ? undefined : options.body)
  })
}

/** The gateway itself said no: real status, envelope, its own words. */
export function expectRefusal(answer: Answer, status: number, language: 'zh' | 'en' = 'zh'): void {
  const refusal = refusals[status]
  expect(answer.status, answer.text).toBe(status)
  expect(answer.headers['content-type']).toMatch(/^application\/json/)
  const body: unknown = JSON.parse(answer.text)
  expect(body).toEqual({
    code: refusal?.code,
    message: refusal?.[language],
    data: null,
    timestamp: expect.any(Number),
  })
  expect(Math.abs(timestampOf(body) - Date.now() / 1000)).toBeLessThan(120)
}

/** Did the gateway refuse, rather than pass the request on? */
export function isRefusal({ status, text }: Answer): boolean {
  const refusal = refusals[status]
  return (
    refusal !== undefined && [refusal.zh, refusal.en].some((words) => text.includes(JSON.stringify(words)))
  )
}

export function echoOf(answer: Answer): Echo {
  expect(answer.status, answer.text).toBe(200)
  return JSON.parse(answer.text) as Echo
}

const timestampOf = (body: unknown): number =>
  typeof body === 'object' && body !== null && 'timestamp' in body ? Number(body.timestamp) : 0
