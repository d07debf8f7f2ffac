import type { DataScope } from '../roles/role.ts'

export type Staff = {
  readonly id: string
  readonly userId: string | null
  readonly name: string
  readonly phoneSealed: string | null
  readonly status: 'ACTIVE' | 'DISABLED'
  readonly version: number
  readonly createdAt: Date
}

/** A staff member in one shop. */
export type Member = Staff & {
  readonly merchantId: string
  readonly membershipStatus: 'ACTIVE' | 'REMOVED'
  readonly login: string
  readonly roles: readonly {
    readonly id: string
    readonly code: string
    readonly name: string
    readonly scope: DataScope
    readonly permissions: readonly string[]
  }[]
  readonly pickupPointIds: readonly string[]
}

export function isActive({ status, membershipStatus }: Pick<Member, 'status' | 'membershipStatus'>): boolean {
  return status === 'ACTIVE' && membershipStatus === 'ACTIVE'
}

export type Shop = { readonly merchantId: string; readonly name: string }
