import type { Json } from '../pay/rules.ts'
import type { Sim } from '../sim.ts'
import { MINUTE_MS, unixSeconds } from '../time/format.ts'
import { mpError, OK } from './replies.ts'

const CODE_LIFE_MS = 5 * MINUTE_MS

/** What the `getPhoneNumber` button gives the client; not the code of `wx.login`. */
export function issuePhoneCode(sim: Sim, phone: string): string {
  const code = sim.random.hex(64)
  sim.tables.phoneCodes.put(code, { code, phone, issued_at: sim.clock.now(), used: false })
  return code
}

/** POST /wxa/business/getuserphonenumber. */
export function phoneNumber(sim: Sim, body: Json): Json {
  const code = sim.tables.phoneCodes.get(String(body.code ?? ''))
  const isGood = code && !code.used && sim.clock.now() - code.issued_at <= CODE_LIFE_MS
  if (!isGood) return mpError(40029, 'invalid code')
  sim.tables.phoneCodes.put(code.code, { ...code, used: true })
  return {
    ...OK,
    phone_info: {
      phoneNumber: code.phone,
      purePhoneNumber: code.phone,
      countryCode: '86',
      watermark: { timestamp: unixSeconds(sim.clock.now()), appid: sim.keys.app.appId },
    },
  }
}
