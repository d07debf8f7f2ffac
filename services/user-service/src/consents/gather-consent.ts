import type { Deps } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { hasConsented } from './consent.store.ts'
import type { Consent } from './consent.ts'

type Asked = { readonly userId: string; readonly document: Consent['document'] }

/** Before personal data is asked of WeChat (product.md U20). @throws CONSENT_REQUIRED */
export async function gatherConsent({ sql }: Pick<Deps, 'sql'>, asked: Asked): Promise<void> {
  if (!(await hasConsented(sql, asked))) throw UserErrors.CONSENT_REQUIRED({ document: asked.document })
}
