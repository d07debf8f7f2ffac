import { TableQuery } from '@linli/http'
import { Type } from 'typebox'
import type { LoginLogRow } from './login-log.store.ts'

export const LoginLogQuery = Type.Object(
  {
    ...TableQuery,
    subjectId: Type.Optional(Type.String({ format: 'uuid' })),
    audience: Type.Optional(Type.Enum(['user', 'merchant', 'admin'])),
    outcome: Type.Optional(Type.Enum(['SUCCEEDED', 'REFUSED'])),
    ip: Type.Optional(Type.String({ maxLength: 45 })),
    traceId: Type.Optional(Type.String({ pattern: '^[0-9a-f]{32}$' })),
  },
  { additionalProperties: false },
)

export const LoginLogView = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    at: Type.String({ format: 'date-time' }),
    audience: Type.String(),
    subjectId: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
    loginMasked: Type.String(),
    method: Type.String(),
    outcome: Type.String(),
    reason: Type.String(),
    ip: Type.String(),
    userAgent: Type.String(),
    traceId: Type.Union([Type.String(), Type.Null()]),
  },
  { title: 'LoginLogView' },
)

export function toLoginLogView({ at, ...row }: LoginLogRow) {
  return { ...row, at: at.toISOString() }
}
