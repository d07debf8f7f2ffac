/** What code2session says. `session_key` is dropped at once: nothing here needs it (wechat.md §9). */
export type CodeSession =
  | { readonly outcome: 'ok'; readonly openid: string; readonly unionid?: string }
  | { readonly outcome: 'rejected'; readonly code: number }
  /** Nobody knows whether the code was consumed; the client asks `wx.login` for another. */
  | { readonly outcome: 'unknown'; readonly cause: unknown }

/** A code that is wrong, expired or used: the client's affair. 40029 invalid, 40163 used. */
const BAD_CODES = new Set([40029, 40163])
/** Refused for this person: 40226 high risk, 45011 too often. */
const REFUSALS = new Set([40226, 45011])

/** Why a login was rejected; anything else means that our own app id or secret is wrong. */
export function rejectionOf(code: number): 'BAD_CODE' | 'REFUSED' | 'MISCONFIGURED' {
  if (BAD_CODES.has(code)) return 'BAD_CODE'
  return REFUSALS.has(code) ? 'REFUSED' : 'MISCONFIGURED'
}
