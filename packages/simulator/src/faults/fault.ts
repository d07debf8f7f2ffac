export const TRANSPORT_KINDS = [
  'latency',
  'reset_before',
  'reset_after',
  'status',
  'bad_signature',
  'signtest_response',
  'truncated_body',
] as const

export const CALLBACK_KINDS = [
  'duplicate',
  'delay',
  'before_response',
  'concurrent',
  'signtest',
  'wrong_key',
  'stale_timestamp',
  'tampered_ciphertext',
  'altered_amount',
  'foreign_mchid',
  'unknown_event',
  'xml_body',
  'drop',
] as const

export type TransportKind = (typeof TRANSPORT_KINDS)[number]
export type CallbackKind = (typeof CALLBACK_KINDS)[number]

export type FaultSpec = {
  kind: TransportKind | CallbackKind
  /** How often it fires before it clears itself; `always` until cleared. Default 1. */
  times?: number | 'always'
  /** Chance to fire when it matches, 0..1. Default 1. */
  probability?: number
  /** Transport: a route name such as `pay.order`, or `*`. Default `*`. */
  route?: string
  /** Callbacks: `pay`, `refund` or `*`. Default `*`. */
  event?: 'pay' | 'refund' | '*'
  /** Callbacks: only this order. */
  out_trade_no?: string
  /** latency, delay: milliseconds. */
  ms?: number
  /** status: 500, 502, 503 or 429. */
  status?: number
  /** status: true = the effect happens, then the error is answered. */
  after?: boolean
  /** duplicate: extra deliveries; concurrent: deliveries at once. */
  count?: number
  /** stale_timestamp: seconds relative to now, default −301. */
  seconds?: number
  /** altered_amount: the total (or refund) in fen to claim; default one fen more. */
  amount?: number
  mchid?: string
  event_type?: string
}

export type Fault = FaultSpec & { id: string; left: number; fired: number }

export const isTransportKind = (kind: string): kind is TransportKind =>
  TRANSPORT_KINDS.some((known) => known === kind)

export const isCallbackKind = (kind: string): kind is CallbackKind =>
  CALLBACK_KINDS.some((known) => known === kind)
