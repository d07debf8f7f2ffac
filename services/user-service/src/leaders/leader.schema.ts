import { IdSchema, TableQuery } from '@linli/http'
import { Type } from 'typebox'
import { maskName, maskPhone } from '../personal-data/masking.ts'
import type { Vault } from '../personal-data/vault.ts'
import { contactOf, type Leader, type LeaderStep } from './leader.ts'

const text = (max: number) => Type.String({ minLength: 1, maxLength: max, pattern: '\\S' })
const Status = Type.Enum(['APPLIED', 'APPROVED', 'ACTIVE', 'SUSPENDED', 'REJECTED', 'QUIT'])
const At = Type.String({ format: 'date-time' })
const Reason = Type.String({ minLength: 2, maxLength: 200 })

export const ApplyBody = Type.Object(
  {
    communityId: IdSchema,
    contactName: text(30),
    contactPhone: Type.String({ pattern: '^1\\d{10}$' }),
    /** Where parcels would wait. */
    pickupAddress: text(100),
    introduction: Type.String({ maxLength: 200, default: '' }),
    photoKeys: Type.Array(text(200), { minItems: 1, maxItems: 6, uniqueItems: true }),
  },
  { additionalProperties: false },
)

export const LeaderApplicationView = Type.Object(
  {
    id: IdSchema,
    status: Status,
    communityId: IdSchema,
    contactName: Type.String(),
    contactPhoneMasked: Type.String(),
    pickupAddress: Type.String(),
    introduction: Type.String(),
    photoUrls: Type.Array(Type.String()),
    /** Why they were turned down or suspended. */
    reason: Type.Union([Type.String(), Type.Null()]),
    createdAt: At,
  },
  { title: 'LeaderApplicationView' },
)

export const LeaderApplicationsView = Type.Object(
  { items: Type.Array(LeaderApplicationView) },
  { title: 'LeaderApplicationsView' },
)

/** As the applicant sees it. */
export function toApplicationView(leader: Leader & { readonly reason: string | null }, vault: Vault) {
  const { contactName, contactPhone, pickupAddress } = contactOf(leader, vault)
  const { id, status, communityId, introduction, photoUrls } = leader
  const isAgainst = status === 'REJECTED' || status === 'SUSPENDED'
  return {
    id,
    status,
    communityId,
    contactName,
    contactPhoneMasked: maskPhone(contactPhone),
    pickupAddress,
    introduction,
    photoUrls: [...photoUrls],
    reason: isAgainst ? leader.reason : null,
    createdAt: leader.createdAt.toISOString(),
  }
}

export const LeaderTableQuery = Type.Object(
  { ...TableQuery, status: Type.Optional(Status), communityId: Type.Optional(IdSchema) },
  { additionalProperties: false },
)

const shown = {
  id: IdSchema,
  userId: IdSchema,
  status: Status,
  communityId: IdSchema,
  contactNameMasked: Type.String(),
  contactPhoneMasked: Type.String(),
  version: Type.Integer(),
  createdAt: At,
}

export const LeaderView = Type.Object(shown, { title: 'LeaderView' })

export function toLeaderView(leader: Leader, vault: Vault) {
  const { contactName, contactPhone } = contactOf(leader, vault)
  const { id, userId, status, communityId, version, createdAt } = leader
  return {
    id,
    userId,
    status,
    communityId,
    contactNameMasked: maskName(contactName),
    contactPhoneMasked: maskPhone(contactPhone),
    version,
    createdAt: createdAt.toISOString(),
  }
}

export const LeaderDetailView = Type.Object(
  {
    ...shown,
    /** In clear: it is what is decided on, and what residents will read. */
    pickupAddress: Type.String(),
    introduction: Type.String(),
    photoUrls: Type.Array(Type.String()),
    steps: Type.Array(
      Type.Object({
        event: Type.String(),
        status: Status,
        reason: Type.String(),
        actorId: Type.Union([IdSchema, Type.Null()]),
        at: At,
      }),
    ),
  },
  { title: 'LeaderDetailView' },
)

export function toLeaderDetailView(leader: Leader, steps: readonly LeaderStep[], vault: Vault) {
  return {
    ...toLeaderView(leader, vault),
    pickupAddress: contactOf(leader, vault).pickupAddress,
    introduction: leader.introduction,
    photoUrls: [...leader.photoUrls],
    steps: steps.map(({ event, toStatus, reason, actorId, at }) => ({
      event,
      status: toStatus,
      reason,
      actorId,
      at: at.toISOString(),
    })),
  }
}

export const RevealLeaderBody = Type.Object(
  { reason: Type.String({ minLength: 4, maxLength: 200 }) },
  { additionalProperties: false },
)

export const LeaderContactView = Type.Object(
  { contactName: Type.String(), contactPhone: Type.String() },
  { title: 'LeaderContactView' },
)

export const LeaderAuditBody = Type.Object(
  {
    decision: Type.Union([Type.Literal('approve'), Type.Literal('reject')]),
    reason: Reason,
    /** Of the application that was looked at. */
    version: Type.Integer({ minimum: 1 }),
  },
  { additionalProperties: false },
)

export const LeaderStatusBody = Type.Object(
  {
    status: Type.Union([Type.Literal('ACTIVE'), Type.Literal('SUSPENDED'), Type.Literal('QUIT')]),
    reason: Reason,
  },
  { additionalProperties: false },
)
