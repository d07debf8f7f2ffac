import type { Deps } from '../deps.ts'
import { UserErrors } from '../errors.ts'

/**
 * The number WeChat vouches for.
 * @throws PHONE_CODE_INVALID, PHONE_FOREIGN, WECHAT_UNAVAILABLE
 */
export async function gatherPhone({ wechat }: Pick<Deps, 'wechat'>, code: string): Promise<string> {
  const answer = await wechat.codeToPhone(code)
  if (answer.outcome === 'ok') return answer.phone
  if (answer.outcome === 'bad_code') throw UserErrors.PHONE_CODE_INVALID()
  if (answer.outcome === 'foreign') throw UserErrors.PHONE_FOREIGN()
  throw UserErrors.WECHAT_UNAVAILABLE(undefined, answer.cause)
}
