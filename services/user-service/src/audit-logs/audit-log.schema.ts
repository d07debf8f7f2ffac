import { TableQuery } from '@linli/http'
import { Type } from 'typebox'
import type { AuditLogRow } from './audit-log.store.ts'
import { AUDIT_ACTIONS } from './audit-log.ts'

const Nullable = {
  uuid: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
  text: Type.Union([Type.String(), Type.Null()]),
}

export const AuditLogQuery = Type.Object(
  {
    ...TableQuery,
    actorId: Type.Optional(Type.String({ format: 'uuid' })),
    targetType: Type.Optional(Type.String({ maxLength: 20 })),
    targetId: Type.Optional(Type.String({ maxLength: 64 })),
    action: Type.Optional(Type.Enum(AUDIT_ACTIONS)),
    traceId: Type.Optional(Type.String({ pattern: '^[0-9a-f]{32}$' })),
    from: Type.Optional(Type.String({ format: 'date-time' })),
    to: Type.Optional(Type.String({ format: 'date-time' })),
  },
  { additionalProperties: false },
)

export const AuditLogView = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    at: Type.String({ format: 'date-time' }),
    actorType: Type.String(),
    actorId: Nullable.uuid,
    merchantId: Nullable.uuid,
    action: Type.String(),
    targetType: Type.String(),
    targetId: Type.String(),
    details: Type.Record(Type.String(), Type.Unknown()),
    ip: Nullable.text,
    traceId: Nullable.text,
  },
  { title: 'AuditLogView' },
)

export function toAuditLogView({ at, details, ...row }: AuditLogRow) {
  return { ...row, at: at.toISOString(), details: details as Record<string, unknown> }
}
