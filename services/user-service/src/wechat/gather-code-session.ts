import type { Deps } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { type CodeSession, rejectionOf } from './code-session.ts'
import type { WechatClient } from './wechat.client.ts'

type Accepted = Extract<CodeSession, { outcome: 'ok' }>

/** Whose phone a `wx.login` code comes from. @throws WECHAT_CODE_INVALID, WECHAT_REFUSED, WECHAT_UNAVAILABLE */
export async function gatherCodeSession(
  { log }: Pick<Deps, 'log'>,
  wechat: WechatClient,
  code: string,
): Promise<Accepted> {
  const session = await wechat.codeToSession(code)
  if (session.outcome === 'ok') return session
  if (session.outcome === 'unknown') throw UserErrors.WECHAT_UNAVAILABLE(undefined, session.cause)
  const rejection = rejectionOf(session.code)
  if (rejection === 'BAD_CODE') throw UserErrors.WECHAT_CODE_INVALID()
  if (rejection === 'REFUSED') throw UserErrors.WECHAT_REFUSED({ errcode: session.code })
  log.error({ errcode: session.code }, 'WeChat refuses our app id or secret')
  throw UserErrors.WECHAT_UNAVAILABLE()
}
