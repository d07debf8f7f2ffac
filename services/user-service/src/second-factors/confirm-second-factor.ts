import type { Origin } from '../audit-logs/origin.ts'
import { writeAuditLog } from '../audit-logs/write-audit-log.ts'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import type { Vault } from '../personal-data/vault.ts'
import { findFactor, insertRecoveryCodes, markConfirmed } from './second-factor.store.ts'
import { newRecoveryCodes, normalizeCode, recoverySecret, type Totp } from './second-factor.ts'

type Confirming = {
  readonly adminId: string
  readonly code: string
  readonly vault: Vault
  readonly totp: Totp
  readonly origin: Origin
}

/**
 * From the first right code on, log-ins ask for one.
 * @returns the recovery codes, of which only blind indexes are kept
 * @throws SECOND_FACTOR_WRONG, SECOND_FACTOR_NOT_PREPARED
 */
export async function confirmSecondFactor(
  work: Work,
  { adminId, code, vault, totp, origin }: Confirming,
): Promise<string[]> {
  const factor = await findFactor(work.sql, adminId)
  if (!factor || factor.confirmedAt) throw UserErrors.SECOND_FACTOR_NOT_PREPARED()
  const { secretSealed } = factor
  const step = totp.stepOf(vault.open(secretSealed), normalizeCode(code), work.now)
  if (step === undefined) throw UserErrors.SECOND_FACTOR_WRONG()
  if (!(await markConfirmed(work, { adminId, step, secretSealed })))
    throw UserErrors.SECOND_FACTOR_NOT_PREPARED()
  const codes = newRecoveryCodes()
  const indexes = codes.map((one) => vault.index(recoverySecret(adminId, one)))
  await insertRecoveryCodes(work, { adminId, indexes })
  await writeAuditLog(work, {
    action: 'admin.second_factor.on',
    targetType: 'admin',
    targetId: adminId,
    origin,
  })
  return codes
}
