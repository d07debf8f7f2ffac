import type { Sql } from '@linli/events'
import type { Subject } from '../tokens/token.ts'

/** A login that may still be refreshed. */
export type Session = {
  readonly id: string
  readonly openedAt: Date
  /** When its tokens were last renewed. */
  readonly renewedAt: Date
  readonly expiresAt: Date
  /** Empty when it was not opened by a login, as after a change of password. */
  readonly ip: string
  readonly userAgent: string
  /** Ids of its tokens: the one of the asker's access token is among those of the session they ask from. */
  readonly tokenIds: readonly string[]
}

/** Live sessions, newest first. The address is what the log says of the login in the same transaction. */
export async function listSessions(
  sql: Sql,
  { audience, subjectId, at }: Subject & { readonly at: Date },
): Promise<Session[]> {
  return sql<Session>`
    select family.id, family.created_at as "openedAt", max(token.issued_at) as "renewedAt",
           family.expires_at as "expiresAt", coalesce(login.ip, '') as ip,
           coalesce(login.user_agent, '') as "userAgent", array_agg(token.id) as "tokenIds"
    from token_families family join refresh_tokens token on token.family_id = family.id
      left join lateral (
        select ip, user_agent from login_logs
        where audience = family.audience and subject_id = family.subject_id and at = family.created_at
          and outcome = 'SUCCEEDED' limit 1) login on true
    where family.audience = ${audience} and family.subject_id = ${subjectId} and family.revoked_at is null
      and family.expires_at > ${at}
    group by family.id, login.ip, login.user_agent
    order by family.created_at desc, family.id desc`
}
