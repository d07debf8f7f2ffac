import { fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'

export type StoredToken = { readonly sealed: string | null; readonly expiresAt: Date | null }

export async function loadToken(sql: Sql, appId: string): Promise<StoredToken | undefined> {
  const [row] = await sql`select sealed, expires_at from access_tokens where app_id = ${appId}`
  return row && fromColumns<StoredToken>(row)
}

/** Of all processes one may refresh at a time. @returns whether this one may, until `until`. */
export async function claimRefresh(work: Work, appId: string, until: Date): Promise<boolean> {
  const rows = await work.sql`
    insert into access_tokens as token (app_id, refreshing_until) values (${appId}, ${until})
    on conflict (app_id) do update set refreshing_until = excluded.refreshing_until
      where token.refreshing_until is null or token.refreshing_until < ${work.now}
    returning app_id`
  return rows.length > 0
}

/** Saves what came, or only ends the claim when nothing came. */
export async function saveToken(work: Work, appId: string, fresh: StoredToken | undefined): Promise<void> {
  await work.sql`
    update access_tokens
    set sealed = coalesce(${fresh?.sealed ?? null}, sealed), expires_at = coalesce(${fresh?.expiresAt ?? null}, expires_at),
        refreshing_until = null
    where app_id = ${appId}`
}
