import { IdSchema, TableQuery } from '@linli/http'
import { Type } from 'typebox'
import { powersOf } from '../roles/role.ts'
import type { Admin } from './admin.ts'

const Name = Type.String({ minLength: 1, maxLength: 30, pattern: '\\S' })
const Login = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{2,31}$' })
const Password = Type.String({ minLength: 1, maxLength: 128 })
const Roles = Type.Array(Type.String({ maxLength: 40 }), { minItems: 1, maxItems: 20, uniqueItems: true })
const Status = Type.Union([Type.Literal('ACTIVE'), Type.Literal('DISABLED')])

export const AdminView = Type.Object(
  {
    id: IdSchema,
    name: Type.String(),
    login: Type.String(),
    status: Status,
    roles: Type.Array(Type.Object({ code: Type.String(), name: Type.String() })),
    version: Type.Integer(),
    createdAt: Type.String({ format: 'date-time' }),
  },
  { title: 'AdminView' },
)

export function toAdminView(admin: Admin) {
  const { id, name, login, version } = admin
  return {
    id,
    name,
    login,
    status: admin.status === 'ACTIVE' ? ('ACTIVE' as const) : ('DISABLED' as const),
    roles: admin.roles.map((role) => ({ code: role.code, name: role.name })),
    version,
    createdAt: admin.createdAt.toISOString(),
  }
}

export const AdminProfileView = Type.Object(
  {
    ...AdminView.properties,
    permissions: Type.Array(Type.String()),
    scope: Type.String(),
  },
  { title: 'AdminProfileView' },
)

/** With what the console may show: its buttons follow `permissions`. */
export function toAdminProfileView(admin: Admin) {
  const { permissions, scope } = powersOf('admin', admin.roles)
  return { ...toAdminView(admin), permissions: [...permissions], scope }
}

export const AdminTableQuery = Type.Object(TableQuery, { additionalProperties: false })

export const CreateAdminBody = Type.Object(
  { login: Login, name: Name, password: Password, roles: Roles },
  { additionalProperties: false },
)

export const UpdateAdminBody = Type.Object(
  {
    version: Type.Integer({ minimum: 1 }),
    name: Type.Optional(Name),
    status: Type.Optional(Status),
    roles: Type.Optional(Roles),
    /** A new first password. */
    password: Type.Optional(Password),
  },
  { additionalProperties: false },
)
