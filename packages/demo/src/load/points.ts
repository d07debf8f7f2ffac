import type { Client } from 'pg'
import { pointsOpenings } from '../data/points.ts'

/** What residents bring along: an account and the ledger row that opens it. The first rule is in the migrations. */
export async function loadPoints(client: Client): Promise<void> {
  for (const { id, userId, points } of pointsOpenings) {
    await client.query(
      `with opened as (
         insert into points_accounts (user_id, available, version, updated_at) values ($2, $3, 1, now())
         on conflict (user_id) do nothing returning user_id
       )
       insert into points_records (id, user_id, biz_type, biz_id, direction, available_delta, frozen_delta,
                                   pending_delta, debt_delta, available_after, at)
       select $1::uuid, user_id, 'ADMIN', $1::text, 'GRANT', $3, 0, 0, 0, $3, now() from opened
       on conflict do nothing`,
      [id, userId, points],
    )
  }
}
