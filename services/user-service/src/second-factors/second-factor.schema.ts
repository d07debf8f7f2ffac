import { type Static, Type } from 'typebox'
import type { SecondFactor } from './second-factor.ts'

export const CodeSchema = Type.String({
  pattern: '^\\s*(\\d\\s*){6}$|^\\s*[0-9A-Za-z]{5}-[0-9A-Za-z]{5}\\s*$',
  maxLength: 20,
  description: 'six digits of the app, or a recovery code',
})

const Password = Type.String({ minLength: 1, maxLength: 128 })

export const PrepareFactorBody = Type.Object({ password: Password }, { additionalProperties: false })
export const ConfirmFactorBody = Type.Object({ code: CodeSchema }, { additionalProperties: false })
export const RemoveFactorBody = Type.Object(
  { password: Password, code: CodeSchema },
  { additionalProperties: false },
)

export const SecondFactorView = Type.Object(
  {
    isOn: Type.Boolean(),
    since: Type.Union([Type.String(), Type.Null()]),
    recoveryCodesLeft: Type.Integer(),
  },
  { title: 'SecondFactorView' },
)

export const PreparedFactorView = Type.Object(
  {
    secret: Type.String({ description: 'base32, to be typed where no camera is' }),
    uri: Type.String({ description: 'otpauth://, for a QR code' }),
  },
  { title: 'PreparedFactorView' },
)

export const RecoveryCodesView = Type.Object(
  { recoveryCodes: Type.Array(Type.String()) },
  { title: 'RecoveryCodesView' },
)

export function toSecondFactorView(
  factor: SecondFactor | undefined,
  recoveryCodesLeft: number,
): Static<typeof SecondFactorView> {
  const since = factor?.confirmedAt?.toISOString() ?? null
  return { isOn: since !== null, since, recoveryCodesLeft: since === null ? 0 : recoveryCodesLeft }
}
