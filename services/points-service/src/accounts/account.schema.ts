import { decodeCursor, encodeCursor, IdSchema, Page, PageQuery } from '@linli/http'
import { type Static, Type } from 'typebox'
import type { RecordRow } from './account.store.ts'
import type { Account } from './account.ts'

const Time = Type.String({ format: 'date-time' })
const BIZ = ['ORDER', 'SIGN_IN', 'AFTERSALE', 'TASK', 'ADMIN', 'EXCHANGE'] as const

export const AccountView = Type.Object(
  {
    available: Type.Integer(),
    frozen: Type.Integer(),
    pending: Type.Integer(),
    valueFen: Type.Integer({ description: 'what available is worth at checkout, in fen' }),
    accountFrozen: Type.Boolean(),
  },
  { title: 'AccountView' },
)

export const toAccountView = (account: Account, fenPerPoint: number): Static<typeof AccountView> => ({
  available: account.available,
  frozen: account.frozen,
  pending: account.pending,
  valueFen: account.available * fenPerPoint,
  accountFrozen: account.accountFrozen,
})

export const AdminAccountView = Type.Object(
  {
    userId: IdSchema,
    ...AccountView.properties,
    debt: Type.Integer(),
    version: Type.Integer(),
  },
  { title: 'AdminAccountView' },
)

export const RecordQuery = Type.Object(
  { ...PageQuery, type: Type.Optional(Type.Enum([...BIZ])) },
  { additionalProperties: false },
)

const RecordView = Type.Object(
  {
    id: IdSchema,
    type: Type.String(),
    bizId: Type.String(),
    direction: Type.String(),
    points: Type.Integer({
      description: 'change of the spendable balance, or of the pending one for a grant',
    }),
    balance: Type.Integer(),
    at: Time,
  },
  { title: 'RecordView' },
)
export const RecordPage = Page(RecordView)

const AdminRecordView = Type.Object(
  { ...RecordView.properties, reason: Type.Union([Type.String(), Type.Null()]) },
  { title: 'AdminRecordView' },
)
/** The console also sees why. */
export const AdminRecordPage = Page(AdminRecordView)

export const toAdminRecordPage = (
  rows: readonly RecordRow[],
  limit: number,
): Static<typeof AdminRecordPage> => {
  const { items, nextCursor } = toRecordPage(rows, limit)
  return { items: items.map((item, index) => ({ ...item, reason: rows[index]?.reason ?? null })), nextCursor }
}

const MOST_AT_ONCE = 100_000

export const AdjustmentBody = Type.Object(
  {
    points: Type.Union([
      Type.Integer({ minimum: 1, maximum: MOST_AT_ONCE }),
      Type.Integer({ minimum: -MOST_AT_ONCE, maximum: -1, description: 'taken' }),
    ]),
    reason: Type.String({ minLength: 2, maxLength: 200, pattern: '\\S' }),
  },
  { additionalProperties: false },
)

export const toRecordPage = (rows: readonly RecordRow[], limit: number): Static<typeof RecordPage> => {
  const last = rows.length > limit ? rows[limit - 1] : undefined
  const nextCursor = last ? encodeCursor([last.at.getTime(), last.id]) : null
  return { items: rows.slice(0, limit).map(toRecordView), nextCursor }
}

/** Where the last page ended. */
export function positionOf(cursor: string | undefined): { at: Date; id: string } | undefined {
  if (cursor === undefined) return undefined
  const [at, id] = decodeCursor(cursor, 2)
  return { at: new Date(at ?? 0), id: String(id) }
}

const toRecordView = (row: RecordRow): Static<typeof RecordView> => ({
  id: row.id,
  type: row.bizType,
  bizId: row.bizId,
  direction: row.direction,
  points:
    row.direction === 'GRANT'
      ? row.pendingDelta
      : row.direction === 'CONSUME'
        ? row.frozenDelta
        : row.availableDelta,
  balance: row.availableAfter,
  at: row.at.toISOString(),
})

export const PreviewBody = Type.Object(
  {
    payableFen: Type.Integer({ minimum: 0, maximum: 100_000_000 }),
    points: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000_000 })),
    withCoupon: Type.Boolean({ default: false }),
    withActivity: Type.Boolean({ default: false }),
  },
  { additionalProperties: false },
)

export const PreviewView = Type.Object(
  {
    usable: Type.Boolean(),
    reason: Type.Union([Type.String(), Type.Null()]),
    points: Type.Integer(),
    discountFen: Type.Integer(),
    maxPoints: Type.Integer(),
    unitPoints: Type.Integer(),
  },
  { title: 'PreviewView' },
)
