import type { Work } from '../deps.ts'
import type { Vault } from '../personal-data/vault.ts'
import { findFactor, takeRecoveryCode, takeStep } from './second-factor.store.ts'
import { type CodeVerdict, isTotpCode, normalizeCode, recoverySecret, type Totp } from './second-factor.ts'

type Checking = {
  readonly adminId: string
  /** From the app, or one of the recovery codes. */
  readonly code: string | undefined
  readonly vault: Vault
  readonly totp: Totp
}

/** Takes a code of an administrator, if they ask one of themselves. A code that was taken is good no more. */
export async function checkSecondFactor(
  work: Work,
  { adminId, code, vault, totp }: Checking,
): Promise<CodeVerdict> {
  const factor = await findFactor(work.sql, adminId)
  if (!factor?.confirmedAt) return 'none-asked'
  if (code === undefined) return 'missing'
  const written = normalizeCode(code)
  if (!isTotpCode(written)) {
    const index = vault.index(recoverySecret(adminId, written))
    return (await takeRecoveryCode(work, { adminId, index })) ? 'passed' : 'wrong'
  }
  const step = totp.stepOf(vault.open(factor.secretSealed), written, work.now)
  return step !== undefined && (await takeStep(work, { adminId, step })) ? 'passed' : 'wrong'
}
