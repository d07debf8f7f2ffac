import { demoId } from '../demo-id.ts'
import { type RoleCode, roleId } from './roles.ts'

const ADMIN_PASSWORD = 'Linli-Admin-2026'

export type Admin = {
  readonly id: string
  readonly login: string
  readonly password: string
  readonly name: string
  readonly role: RoleCode
  readonly roleId: string
  readonly status: 'ACTIVE'
}

function admin(login: string, name: string, role: RoleCode): Admin {
  return {
    id: demoId(`admin:${login}`),
    login,
    password: ADMIN_PASSWORD,
    name,
    role,
    roleId: roleId(role),
    status: 'ACTIVE',
  }
}

export const admins: readonly Admin[] = [
  admin('admin', '平台管理员', 'SUPER_ADMIN'),
  admin('service', '客服小邻', 'CUSTOMER_SERVICE'),
]
