import type { Origin } from './origin.ts'

/** One line of the operation log. `details` hold no personal data in clear: callers mask first. */
export type AuditEntry = {
  readonly action: AuditAction
  readonly targetType:
    | 'user'
    | 'merchant'
    | 'staff'
    | 'admin'
    | 'role'
    | 'order'
    | 'export'
    | 'tag'
    | 'level'
    | 'leader'
  readonly targetId: string
  readonly details?: Readonly<Record<string, unknown>>
  readonly origin: Origin
}

export const AUDIT_ACTIONS = [
  'user.status.change',
  'user.pii.reveal',
  'order.pii.reveal',
  'order.export',
  'points.adjust',
  'tag.create',
  'tag.update',
  'tag.delete',
  'level.create',
  'level.update',
  'level.delete',
  'user.tags.change',
  'user.phone.bind',
  'user.deletion.request',
  'user.deletion.withdraw',
  'user.delete',
  'merchant.status.change',
  'merchant.submit',
  'merchant.audit',
  'leader.audit',
  'leader.status.change',
  'staff.create',
  'staff.update',
  'staff.remove',
  'admin.create',
  'admin.update',
  'admin.remove',
  'admin.sessions.close',
  'admin.second_factor.on',
  'admin.second_factor.off',
  'role.create',
  'role.update',
  'role.delete',
  'password.change',
  'password.reset',
] as const

export type AuditAction = (typeof AUDIT_ACTIONS)[number]
