import { demoId } from '../demo-id.ts'
import { type Audience, type PermissionCode, permissionsOf } from './permissions.ts'

export type DataScope = 'ALL' | 'MERCHANT' | 'PICKUP_POINT'

export type Role = {
  readonly id: string
  readonly code: RoleCode
  readonly name: string
  readonly audience: Audience
  readonly scope: DataScope
  readonly permissions: readonly PermissionCode[]
}

export type RoleCode =
  | 'OWNER'
  | 'CLERK'
  | 'VERIFIER'
  | 'COURIER'
  | 'LEADER'
  | 'SUPER_ADMIN'
  | 'CUSTOMER_SERVICE'

export function roleId(code: RoleCode): string {
  return demoId(`role:${code}`)
}

function role(fields: Omit<Role, 'id'>): Role {
  return { id: roleId(fields.code), ...fields }
}

export const roles: readonly Role[] = [
  role({
    code: 'OWNER',
    name: '店主',
    audience: 'merchant',
    scope: 'MERCHANT',
    permissions: permissionsOf('merchant'),
  }),
  role({
    code: 'CLERK',
    name: '店员',
    audience: 'merchant',
    scope: 'MERCHANT',
    permissions: [
      'order:read',
      'order:prepare',
      'order:remark',
      'order:statistics',
      'aftersale:read',
      'aftersale:review',
      'shortage:report',
      'product:read',
      'product:write',
      'product:status',
      'stock:read',
      'stock:adjust',
      'upload:write',
      'delivery:read',
      'delivery:dispatch',
      'community:read',
      'pickup-point:read',
      'coupon:read',
      'activity:read',
      'merchant:read',
      'leader:read',
    ],
  }),
  role({
    code: 'VERIFIER',
    name: '核销员',
    audience: 'merchant',
    scope: 'PICKUP_POINT',
    permissions: ['order:read', 'pickup:verify', 'delivery:read', 'delivery:receive', 'pickup-point:read'],
  }),
  role({
    code: 'COURIER',
    name: '配送员',
    audience: 'merchant',
    scope: 'MERCHANT',
    permissions: ['delivery:read', 'delivery:dispatch', 'delivery:deliver', 'pickup-point:read'],
  }),
  role({
    code: 'LEADER',
    name: '团长',
    audience: 'merchant',
    scope: 'PICKUP_POINT',
    permissions: [
      'order:read',
      'pickup:verify',
      'delivery:read',
      'delivery:receive',
      'pickup-point:read',
      'activity:read',
      'commission:read',
      'withdrawal:apply',
    ],
  }),
  role({
    code: 'SUPER_ADMIN',
    name: '超级管理员',
    audience: 'admin',
    scope: 'ALL',
    permissions: permissionsOf('admin'),
  }),
  role({
    code: 'CUSTOMER_SERVICE',
    name: '客服',
    audience: 'admin',
    scope: 'ALL',
    permissions: [
      'order:read',
      'order:remark',
      'aftersale:read',
      'product:read',
      'stock:read',
      'delivery:read',
      'community:read',
      'pickup-point:read',
      'coupon:read',
      'payment:read',
      'refund:read',
      'user:read',
      'message-log:read',
    ],
  }),
]
