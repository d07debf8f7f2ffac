import type { StaffAppFile } from '../keys/files.ts'
import type { Sim } from '../sim.ts'
import { DAY_MS, MINUTE_MS } from '../time/format.ts'
import { appIdOf, appOf } from './apps.ts'
import type { AccessToken } from './records.ts'
import { type MpError, mpError } from './replies.ts'

const LIFE_SECONDS = 7200
/** Before the end a normal call already gives the next token; both stay valid as long. */
const OVERLAP_MS = 5 * MINUTE_MS
const FORCED_A_DAY = 20
const FORCED_GAP_MS = 30_000
const FORCED = 'token.forced'

export type StableTokenBody = {
  grant_type?: unknown
  appid?: unknown
  secret?: unknown
  force_refresh?: unknown
}

/** POST /cgi-bin/stable_token. */
export function stableToken(
  sim: Sim,
  body: StableTokenBody,
): { access_token: string; expires_in: number } | MpError {
  if (body.grant_type !== 'client_credential') return mpError(40002, 'invalid grant_type')
  const app = appOf(sim, body.appid)
  if (!app) return mpError(40013, 'invalid appid')
  if (body.secret !== app.appSecret) return mpError(40125, 'invalid appsecret')
  const now = sim.clock.now()
  const current = currentToken(sim, app)
  if (body.force_refresh === true) {
    const refused = countForced(sim, now)
    if (refused) return refused
    return answer(replace(sim, app, current), now)
  }
  if (current && current.expires_at - now > OVERLAP_MS) return answer(current, now)
  return answer(replace(sim, app, current), now)
}

const currentToken = (sim: Sim, app: StaffAppFile): AccessToken | undefined =>
  sim.tables.tokens
    .rows()
    .filter((token) => appIdOf(sim, token) === app.appId)
    .reduce<AccessToken | undefined>(
      (latest, token) => (latest && latest.issued_at >= token.issued_at ? latest : token),
      undefined,
    )

function replace(sim: Sim, { appId: appid }: StaffAppFile, old: AccessToken | undefined): AccessToken {
  const now = sim.clock.now()
  if (old)
    sim.tables.tokens.put(old.token, { ...old, valid_until: Math.min(old.valid_until, now + OVERLAP_MS) })
  const token = `${sim.ids.next()}_${sim.random.letters(140)}`
  const expires_at = now + LIFE_SECONDS * 1000
  return sim.tables.tokens.put(token, {
    token,
    issued_at: now,
    expires_at,
    valid_until: expires_at,
    appid,
  })
}

const answer = (token: AccessToken, now: number) => ({
  access_token: token.token,
  expires_in: Math.floor((token.expires_at - now) / 1000),
})

function countForced(sim: Sim, now: number): MpError | undefined {
  const earlier = (sim.tables.meta.get(FORCED) as number[] | undefined) ?? []
  const today = earlier.filter((at) => now - at < DAY_MS)
  if (today.some((at) => now - at < FORCED_GAP_MS)) return mpError(45011, 'api minute-quota reach limit')
  if (today.length >= FORCED_A_DAY) return mpError(45009, 'reach max api daily quota limit')
  sim.tables.meta.put(FORCED, [...today, now])
  return undefined
}

/** Whose token this is; the residents' app for one that nobody has given out. */
export function appIdOfToken(sim: Sim, accessToken: string): string {
  return appIdOf(sim, sim.tables.tokens.get(accessToken) ?? {})
}

/** The error for a call with this token, or undefined when it is good. */
export function tokenError(sim: Sim, accessToken: string | undefined): MpError | undefined {
  if (!accessToken) return mpError(41001, 'access_token missing')
  const token = sim.tables.tokens.get(accessToken)
  if (!token) return mpError(40001, 'invalid credential, access_token is invalid or not latest')
  if (sim.clock.now() >= token.valid_until) return mpError(42001, 'access_token expired')
  return undefined
}
