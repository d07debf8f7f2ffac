import { type Static, Type } from 'typebox'
import { COOL_OFF_DAYS, type Deletion, type Obligations } from './deletion.ts'

const Time = Type.String({ format: 'date-time' })

const PendingView = Type.Object({ requestedAt: Time, eraseAt: Time }, { title: 'PendingView' })

export const DeletionView = Type.Object(
  {
    /** Between the request and the end. */
    coolOffDays: Type.Integer(),
    /** Null: the account is not being deleted. */
    pending: Type.Union([PendingView, Type.Null()]),
    /** What has to be over first. */
    obligations: Type.Object({
      unpaid: Type.Integer(),
      undelivered: Type.Integer(),
      refunding: Type.Integer(),
      openPayments: Type.Integer(),
      leading: Type.Integer(),
    }),
  },
  { title: 'DeletionView' },
)

export const toDeletionView = (
  pending: Deletion | undefined,
  obligations: Obligations,
): Static<typeof DeletionView> => ({
  coolOffDays: COOL_OFF_DAYS,
  pending: pending
    ? { requestedAt: pending.requestedAt.toISOString(), eraseAt: pending.eraseAt.toISOString() }
    : null,
  obligations,
})
