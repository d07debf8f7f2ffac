import type { Table } from './store/store.ts'
import { shanghaiDay } from './time/format.ts'
import type { Random } from './time/random.ts'

export type Ids = {
  transactionId: (at: number) => string
  refundId: (at: number) => string
  prepayId: (at: number) => string
  requestId: (numeric: number) => string
  /** Rises for ever, also over restarts. */
  next: () => number
}

const BOOT = 'boot'
const PER_BOOT = 10_000_000

/** How often this data directory was started: part of every number, so that a restart never repeats one. */
export function countBoot(meta: Table<unknown>): number {
  const boot = Number(meta.get(BOOT) ?? 0) + 1
  meta.put(BOOT, boot)
  return boot
}

export function createIds(boot: number, random: Random): Ids {
  let count = 0
  const next = () => {
    count += 1
    return boot * PER_BOOT + count
  }
  const serial = (width: number) => String(next()).padStart(width, '0')
  return {
    next,
    transactionId: (at) => `4200${random.digits(6)}${shanghaiDay(at)}${serial(10)}`,
    refundId: (at) => `5030${random.digits(5)}${shanghaiDay(at)}${serial(12)}`,
    prepayId: (at) => `wx${shanghaiDay(at)}${serial(12)}${random.hex(14)}`,
    requestId: (numeric) => `08${random.hex(16).toUpperCase()}-${numeric}`,
  }
}
