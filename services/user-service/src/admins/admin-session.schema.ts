import { IdSchema } from '@linli/http'
import { type Static, Type } from 'typebox'
import type { Session } from './admin-session.store.ts'

const Time = Type.String({ format: 'date-time' })

export const SessionParams = Type.Object({ sessionId: IdSchema }, { additionalProperties: false })

const SessionView = Type.Object(
  {
    id: IdSchema,
    openedAt: Time,
    renewedAt: Time,
    expiresAt: Time,
    ip: Type.String(),
    userAgent: Type.String(),
    /** The one this was asked from. */
    isCurrent: Type.Boolean(),
  },
  { title: 'SessionView' },
)
export const SessionsView = Type.Object({ items: Type.Array(SessionView) }, { title: 'SessionsView' })

/** @param tokenId of the asker's access token */
export const toSessionsView = (
  sessions: readonly Session[],
  tokenId: string,
): Static<typeof SessionsView> => ({
  items: sessions.map(({ tokenIds, openedAt, renewedAt, expiresAt, ...session }) => ({
    ...session,
    openedAt: openedAt.toISOString(),
    renewedAt: renewedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    isCurrent: tokenIds.includes(tokenId),
  })),
})
