import type { Json } from './rules.ts'

/** Waits between the tries of one callback, seconds: 15 retries in 24 h 4 min. */
export const RETRY_SECONDS = [
  15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600,
]

export type Attempt = {
  at: number
  status: number | null
  error: string | null
  ms: number
  faults: string[]
}

/** One event to be told to the merchant; its tries keep the id. */
export type Notification = {
  id: string
  kind: 'pay' | 'refund'
  event_type: string
  summary: string
  url: string
  format: 'json' | 'xml'
  out_trade_no: string
  out_refund_no: string | null
  created_at: number
  resource: Json
  attempts: Attempt[]
  state: 'pending' | 'delivered' | 'exhausted'
  next_at: number | null
}

/** What went over the wire, kept in memory for inspection and replay. */
export type Exchange = Attempt & {
  notification_id: string
  url: string
  headers: Record<string, string>
  body: string
  answer: string
}
