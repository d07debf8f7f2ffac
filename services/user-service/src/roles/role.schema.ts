import { IdSchema } from '@linli/http'
import { Type } from 'typebox'
import { DATA_SCOPES, type Role } from './role.ts'

const Audience = Type.Union([Type.Literal('merchant'), Type.Literal('admin')])
const Scope = Type.Enum(DATA_SCOPES)
const Permissions = Type.Array(Type.String({ maxLength: 60 }), { maxItems: 200, uniqueItems: true })

export const RoleView = Type.Object(
  {
    id: IdSchema,
    audience: Audience,
    code: Type.String(),
    name: Type.String(),
    scope: Scope,
    builtIn: Type.Boolean(),
    permissions: Type.Array(Type.String()),
    version: Type.Integer(),
  },
  { title: 'RoleView' },
)

export function toRoleView({ id, audience, code, name, scope, builtIn, permissions, version }: Role) {
  return { id, audience, code, name, scope, builtIn, permissions: [...permissions], version }
}

export const RoleQuery = Type.Object({ audience: Type.Optional(Audience) }, { additionalProperties: false })

export const CreateRoleBody = Type.Object(
  {
    audience: Audience,
    code: Type.String({ pattern: '^[A-Z][A-Z0-9_]{1,39}$' }),
    name: Type.String({ minLength: 1, maxLength: 30 }),
    scope: Scope,
    permissions: Permissions,
  },
  { additionalProperties: false },
)

export const UpdateRoleBody = Type.Object(
  {
    version: Type.Integer({ minimum: 1 }),
    name: Type.String({ minLength: 1, maxLength: 30 }),
    scope: Scope,
    permissions: Permissions,
  },
  { additionalProperties: false },
)

export const PermissionView = Type.Object(
  {
    code: Type.String(),
    label: Type.String(),
    audiences: Type.Array(Audience),
  },
  { title: 'PermissionView' },
)
