import { IdSchema } from '@linli/http'
import { Type } from 'typebox'
import { maskName, maskPhone } from '../personal-data/masking.ts'
import type { Vault } from '../personal-data/vault.ts'
import { licenceOf, type Submission } from './submission.ts'

const text = (max: number) => Type.String({ minLength: 1, maxLength: max, pattern: '\\S' })
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

export const UpdateMyMerchantBody = Type.Object(
  {
    name: text(40),
    legalName: text(80),
    /** The unified social credit code. */
    licenceNumber: Type.String({ pattern: '^[0-9A-Z]{18}$' }),
    licenceKey: text(200),
    contactName: text(30),
    contactPhone: Type.String({ pattern: '^1\\d{10}$' }),
    /** 0 when no documents are open. */
    version: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
)

export const SubmitDocumentsBody = Type.Object(
  { version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)

export const MerchantAuditBody = Type.Object(
  {
    decision: Type.Union([Type.Literal('approve'), Type.Literal('reject')]),
    reason: Type.String({ minLength: 2, maxLength: 200 }),
    version: Type.Integer({ minimum: 1 }),
  },
  { additionalProperties: false },
)

export const MerchantSubmissionView = Type.Object(
  {
    id: IdSchema,
    status: Type.Enum(['DRAFT', 'SUBMITTED', 'APPROVED', 'REJECTED']),
    name: Type.String(),
    legalName: Type.String(),
    /** Like the licence itself it hangs in every shop: nothing of it is masked. */
    licenceNumber: Type.String(),
    licenceKey: Type.String(),
    licenceUrl: Type.String(),
    contactNameMasked: Type.String(),
    contactPhoneMasked: Type.String(),
    version: Type.Integer(),
    submittedBy: orNull(IdSchema),
    submittedAt: orNull(Type.String({ format: 'date-time' })),
    decidedBy: orNull(IdSchema),
    decidedAt: orNull(Type.String({ format: 'date-time' })),
    reason: orNull(Type.String()),
  },
  { title: 'MerchantSubmissionView' },
)

export const MerchantSubmissionsView = Type.Object(
  { items: Type.Array(MerchantSubmissionView) },
  { title: 'MerchantSubmissionsView' },
)

export function toSubmissionView(submission: Submission, vault: Vault) {
  const { licenceNumber, contactName, contactPhone } = licenceOf(submission, vault)
  const { id, status, name, legalName, licenceKey, licenceUrl } = submission
  const { version, submittedBy, decidedBy, reason } = submission
  return {
    id,
    status,
    name,
    legalName,
    licenceNumber,
    licenceKey,
    licenceUrl,
    contactNameMasked: maskName(contactName),
    contactPhoneMasked: maskPhone(contactPhone),
    version,
    submittedBy,
    submittedAt: submission.submittedAt?.toISOString() ?? null,
    decidedBy,
    decidedAt: submission.decidedAt?.toISOString() ?? null,
    reason,
  }
}
