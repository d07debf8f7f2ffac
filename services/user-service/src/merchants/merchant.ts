import { defineMachine } from '@linli/core'

export const merchantMachine = defineMachine('merchant', 'DRAFT', {
  DRAFT: { submit: 'SUBMITTED' },
  SUBMITTED: { approve: 'APPROVED', reject: 'REJECTED' },
  REJECTED: { submit: 'SUBMITTED' },
  APPROVED: { suspend: 'SUSPENDED' },
  SUSPENDED: { resume: 'APPROVED' },
})

export type MerchantStatus = (typeof merchantMachine)['states'][number]

export type Merchant = {
  readonly id: string
  readonly name: string
  readonly logoUrl: string
  readonly status: MerchantStatus
  readonly commissionBp: number
  readonly version: number
  readonly createdAt: Date
}

/** May take new orders; a suspended shop still refunds and hands over (product.md U13). */
export function isOpen({ status }: Pick<Merchant, 'status'>): boolean {
  return status === 'APPROVED'
}
