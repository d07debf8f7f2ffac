import { randomBytes } from 'node:crypto'
import type { Sim } from '../sim.ts'
import { MINUTE_MS } from '../time/format.ts'
import { appIdOf, appOf } from './apps.ts'
import { type MpError, mpError } from './replies.ts'

const CODE_LIFE_MS = 5 * MINUTE_MS
const PER_USER_A_MINUTE = 100

/** Without `app` it is the residents' mini-program. */
export type LoginUser = { openid: string; unionid?: string; app?: 'staff' }

/** What `wx.login` gives the client: a code for one openid, once, for five minutes. */
export function issueLoginCode(sim: Sim, user: LoginUser): string {
  const app = user.app === 'staff' ? { appid: sim.keys.staffApp.appId } : {}
  const known = sim.tables.openids.get(user.openid)
  sim.tables.openids.put(user.openid, {
    openid: user.openid,
    unionid: user.unionid ?? known?.unionid ?? '',
    session_key: randomBytes(16).toString('base64'),
    ...app,
  })
  const code = `0${sim.random.letters(31)}`
  sim.tables.loginCodes.put(code, {
    code,
    openid: user.openid,
    issued_at: sim.clock.now(),
    used: false,
    ...app,
  })
  return code
}

export type Session = { openid: string; session_key: string; unionid?: string }

export type LoginQuery = { appid?: string; secret?: string; js_code?: string; grant_type?: string }

/** GET /sns/jscode2session. */
export function codeToSession(sim: Sim, query: LoginQuery): Session | MpError {
  if (!query.appid) return mpError(41002, 'appid missing')
  if (!query.secret) return mpError(41004, 'appsecret missing')
  if (!query.js_code) return mpError(41008, 'missing code')
  if (query.grant_type !== 'authorization_code') return mpError(40002, 'invalid grant_type')
  const app = appOf(sim, query.appid)
  if (!app) return mpError(40013, 'invalid appid')
  if (query.secret !== app.appSecret) return mpError(40125, 'invalid appsecret')
  const code = sim.tables.loginCodes.get(query.js_code)
  if (!code || appIdOf(sim, code) !== app.appId || sim.clock.now() - code.issued_at > CODE_LIFE_MS)
    return mpError(40029, 'invalid code')
  if (code.used) return mpError(40163, 'code been used')
  const user = sim.tables.openids.get(code.openid)
  if (!user) return mpError(40029, 'invalid code')
  if (isTooFrequent(sim, code.openid)) return mpError(45011, 'api minute-quota reach limit')
  sim.tables.loginCodes.put(code.code, { ...code, used: true })
  const { openid, session_key, unionid } = user
  return unionid === '' ? { openid, session_key } : { openid, session_key, unionid }
}

/** Counted only while the rate limits are on: a load test logs the same users in again and again. */
function isTooFrequent(sim: Sim, openid: string): boolean {
  if (!sim.settings.get().rate_limits) return false
  const since = sim.clock.now() - MINUTE_MS
  const recent = sim.tables.loginCodes
    .rows()
    .filter((code) => code.openid === openid && code.used && code.issued_at > since)
    .toArray()
  return recent.length >= PER_USER_A_MINUTE
}
