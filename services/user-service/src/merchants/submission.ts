import type { Vault } from '../personal-data/vault.ts'

/** What tells who is behind a shop; stored as one sealed text. */
export type Licence = {
  readonly licenceNumber: string
  readonly contactName: string
  readonly contactPhone: string
}

export type Submission = {
  readonly id: string
  readonly merchantId: string
  readonly status: 'DRAFT' | 'SUBMITTED' | 'APPROVED' | 'REJECTED'
  readonly name: string
  readonly legalName: string
  readonly sealed: string
  /** Uploaded by the shop, and looked at by product-service. */
  readonly licenceKey: string
  readonly licenceUrl: string
  readonly version: number
  readonly submittedBy: string | null
  readonly submittedAt: Date | null
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly reason: string | null
}

export function licenceOf({ sealed }: Pick<Submission, 'sealed'>, vault: Vault): Licence {
  return JSON.parse(vault.open(sealed)) as Licence
}
