import type { Route } from 'playwright-core'
import type { Visitor } from '../../src/browser/chromium.ts'

/** Every call to the API. */
export const API = /\/api\/v1\//
const TRACE = 'trace-4711'
const SLOW_MS = 2000

const refusal =
  (status: number, code: number, headers: Record<string, string> = {}) =>
  (route: Route): Promise<void> =>
    route.fulfill({
      status,
      headers: { 'x-request-id': TRACE, ...headers },
      json: { code, message: 'no', data: null, timestamp: Math.floor(Date.now() / 1000) },
    })

type Trouble = {
  readonly answer: (route: Route) => Promise<void>
  readonly says: string
  /** Named on the page, for whoever is called about it. */
  readonly trace: string | undefined
}

/** What can be wrong with the gateway, and what a page says of it. */
export const TROUBLES: readonly Trouble[] = [
  { answer: refusal(503, 1902), says: '服务暂时不可用', trace: TRACE },
  { answer: refusal(429, 1906, { 'retry-after': '1' }), says: '当前访问的人太多', trace: TRACE },
  { answer: (route) => route.abort(), says: '网络不太通畅', trace: undefined },
]

/** A gateway that takes its time. */
export async function twoSecondsLater(route: Route): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, SLOW_MS))
  await route.continue()
}

/** A browser writes down every failed request; tests of failing requests are not about that. */
export const forgive = ({ complaints }: Visitor): void => {
  const kept = complaints.filter((complaint) => !complaint.startsWith('console: Failed to load resource'))
  complaints.splice(0, complaints.length, ...kept)
}
