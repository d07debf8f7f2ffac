import type { Sql } from '@linli/events'
import type { Work } from '../deps.ts'

type Phone = { readonly appId: string; readonly openid: string; readonly staffId: string }

/** The phone is theirs from now on, whosever it was, and it is their only one. */
export async function saveStaffOpenid({ sql, now }: Work, { appId, openid, staffId }: Phone): Promise<void> {
  await sql`select id from staff where id = ${staffId} for update`
  await sql`
    delete from staff_wechat_identities where app_id = ${appId} and staff_id = ${staffId} and openid <> ${openid}`
  await sql`
    insert into staff_wechat_identities (app_id, openid, staff_id, created_at)
    values (${appId}, ${openid}, ${staffId}, ${now})
    on conflict (app_id, openid) do update set staff_id = excluded.staff_id, created_at = excluded.created_at`
}

export async function findStaffOpenid(
  sql: Sql,
  { appId, staffId }: Omit<Phone, 'openid'>,
): Promise<string | undefined> {
  const [row] = await sql<{ openid: string }>`
    select openid from staff_wechat_identities where app_id = ${appId} and staff_id = ${staffId}`
  return row?.openid
}

type Wanted = { readonly appId: string; readonly merchantId: string; readonly permission: string }

/** Active members of a shop who hold the permission in it and have a phone in the staff's app. */
export async function listReachable(sql: Sql, { appId, merchantId, permission }: Wanted): Promise<string[]> {
  const rows = await sql<{ id: string }>`
    select s.id from memberships m join staff s on s.id = m.staff_id and s.status = 'ACTIVE'
      join staff_wechat_identities w on w.staff_id = s.id and w.app_id = ${appId}
    where m.merchant_id = ${merchantId} and m.status = 'ACTIVE' and exists (
      select 1 from membership_roles mr join role_permissions p on p.role_id = mr.role_id
      where mr.staff_id = m.staff_id and mr.merchant_id = m.merchant_id and p.permission = ${permission})
    order by s.id`
  return rows.map(({ id }) => id)
}
