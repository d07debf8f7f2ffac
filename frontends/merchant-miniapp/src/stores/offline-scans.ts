import { ApiError } from '@linli/api-client'
import { persisted, serverNow } from '@linli/mini-ui'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { api, newKey } from '../api'
import { useDesk } from './desk'

/** A code that was shown while nobody could be asked: the goods are gone, the platform still has to hear of it. */
export type Scan = {
  /** Its idempotency key: however often it is sent, it is handed over once. */
  readonly key: string
  /** Only who scanned it sends it: the key is theirs. */
  readonly staffId: string
  readonly pickupPointId: string
  readonly pointName: string
  readonly method: 'CODE' | 'QR'
  readonly value: string
  readonly scannedAt: string
  /** Why the platform would not have it; stays until a person has looked. */
  readonly refusal?: string
}

type OfflineScans = { readonly scans: readonly Scan[] }

/** What was scanned without a network, kept on the device until the platform has answered. */
export const useOfflineScans = create<OfflineScans>()(
  persist((): OfflineScans => ({ scans: [] }), {
    name: 'offline-scans',
    version: 1,
    storage: persisted<OfflineScans>(),
  }),
)

const change = (next: (scans: readonly Scan[]) => readonly Scan[]): void => {
  useOfflineScans.setState(({ scans }) => ({ scans: next(scans) }))
}

/** The delivery that a QR names, or the code as it is printed: a QR looks different every minute. */
const goodsOf = ({ method, value }: Pick<Scan, 'method' | 'value'>): string =>
  method === 'QR' ? (value.split('.')[1] ?? value) : value.replace(/[\s-]/g, '').toUpperCase()

/**
 * Notes what was shown, to be sent later.
 * @returns the scan that has noted the same before, if any: nothing is handed over twice
 */
export function takeDown(
  scan: Pick<Scan, 'pickupPointId' | 'pointName' | 'method' | 'value'>,
): Scan | undefined {
  const { scans } = useOfflineScans.getState()
  const before = scans.find(
    (each) => each.pickupPointId === scan.pickupPointId && goodsOf(each) === goodsOf(scan),
  )
  const staffId = useDesk.getState().me?.id
  if (before || staffId === undefined) return before
  const noted = { ...scan, key: newKey(), staffId, scannedAt: new Date(serverNow()).toISOString() }
  change((old) => [...old, noted])
  return undefined
}

/** Forgets a refused scan that somebody has looked into. */
export const drop = (key: string): void => change((old) => old.filter((scan) => scan.key !== key))

/** What a person has to look into, rather than try again. */
const REFUSALS: readonly ApiError['kind'][] = ['refused', 'stale', 'invalid']

export type Sent = { readonly done: number; readonly refused: number }

async function sendOne({ key, pickupPointId, method, value, scannedAt }: Scan): Promise<keyof Sent> {
  try {
    await api.recordOfflineScan({ body: { pickupPointId, method, value, scannedAt }, key })
    drop(key)
    return 'done'
  } catch (error) {
    if (!(error instanceof ApiError) || !REFUSALS.includes(error.kind)) throw error
    const refusal = error.message
    change((old) => old.map((scan) => (scan.key === key ? { ...scan, refusal } : scan)))
    return 'refused'
  }
}

async function sendAll(): Promise<Sent> {
  const me = useDesk.getState().me?.id
  const waiting = useOfflineScans
    .getState()
    .scans.filter(({ staffId, refusal }) => staffId === me && refusal === undefined)
  const sent = { done: 0, refused: 0 }
  for (const scan of waiting) sent[await sendOne(scan)] += 1
  return sent
}

let sending: Promise<Sent> | undefined

/**
 * Sends what waits, one after the other; calls at the same time share one pass. What nobody answered stays as it is.
 * @throws ApiError when the platform cannot be reached, is busy, or the session has ended: the rest waits
 */
export function sendScans(): Promise<Sent> {
  sending ??= sendAll().finally(() => {
    sending = undefined
  })
  return sending
}
