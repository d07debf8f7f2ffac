import { type Static, Type } from 'typebox'
import type { Deletion, Obligations } from './deletion.ts'

const Time = Type.String({ format: 'date-time' })

const PendingView = Type.Object({ requestedAt: Time, eraseAt: Time })

export const DeletionView = Type.Object({
  /** Null: the account is not being deleted. */
  pending: Type.Union([PendingView, Type.Null()]),
  /** What has to be over first. */
  obligations: Type.Object({
    unpaid: Type.Integer(),
    undelivered: Type.Integer(),
    refunding: Type.Integer(),
    openPayments: Type.Integer(),
  }),
})

export const toDeletionView = (
  pending: Deletion | undefined,
  obligations: Obligations,
): Static<typeof DeletionView> => ({
  pending: pending
    ? { requestedAt: pending.requestedAt.toISOString(), eraseAt: pending.eraseAt.toISOString() }
    : null,
  obligations,
})
