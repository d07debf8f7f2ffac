import type { Role } from '../roles/role.ts'

export type AdminStatus = 'ACTIVE' | 'DISABLED' | 'REMOVED'

/** One of the platform's staff. */
export type Admin = {
  readonly id: string
  readonly name: string
  readonly login: string
  readonly status: AdminStatus
  readonly roles: readonly Pick<Role, 'id' | 'code' | 'name' | 'scope' | 'permissions'>[]
  readonly version: number
  readonly createdAt: Date
}
