import type { Sim } from '../sim.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time/format.ts'

export type LimitBroken = 'minute' | 'hour' | 'day'

const LIMITS: { span: LimitBroken; ms: number; most: number }[] = [
  { span: 'minute', ms: MINUTE_MS, most: 1 },
  { span: 'hour', ms: HOUR_MS, most: 5 },
  { span: 'day', ms: DAY_MS, most: 10 },
]

/** Both providers limit codes per number: 1 a minute, 5 an hour, 10 a day. */
export function limitBroken(sim: Sim, phone: string): LimitBroken | undefined {
  if (!sim.settings.get().sms_limits) return undefined
  const now = sim.clock.now()
  const sent = sim.tables.sms
    .rows()
    .filter((message) => message.phone === phone)
    .toArray()
  return LIMITS.find(({ ms, most }) => sent.filter((message) => now - message.at < ms).length >= most)?.span
}
