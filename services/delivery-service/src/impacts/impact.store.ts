import { fromColumns, type Sql } from '@linli/events'

/** What a change would concern: everything that lies in all the parts that are given. */
export type Scope = {
  readonly communityId?: string | undefined
  readonly pickupPointId?: string | undefined
  readonly mode?: string | undefined
  /** Business day, `2026-07-30`. */
  readonly day?: string | undefined
}

export type Impact = {
  readonly openSlots: number
  readonly promisedOrders: number
  readonly parcels: number
}

/** Counts what depends on a scope from `at` on: somebody about to close it should know (FA10). */
export async function countImpact(sql: Sql, scope: Scope, at: Date): Promise<Impact> {
  const { communityId = null, pickupPointId = null, mode = null, day = null } = scope
  const [row] = await sql`
    with slot as (
      select id, community_id, pickup_point_id, status from slots
      where ends_at > ${at} and (${communityId}::uuid is null or community_id = ${communityId})
        and (${mode}::text is null or mode = ${mode}) and (${day}::date is null or day = ${day})
    )
    select
      (select count(*) from slot where status = 'OPEN'
         and (${pickupPointId}::uuid is null or pickup_point_id = ${pickupPointId} or pickup_point_id is null
           and community_id = (select community_id from pickup_points where id = ${pickupPointId}))) as open_slots,
      (select count(*) from slot join slot_reservations reservation on reservation.slot_id = slot.id
         where reservation.status in ('RESERVED', 'COMMITTED')
           and (${pickupPointId}::uuid is null or reservation.pickup_point_id = ${pickupPointId})) as promised_orders,
      (select count(*) from deliveries delivery left join slots slot on slot.id = delivery.slot_id
         where delivery.status not in ('VERIFIED', 'DELIVERED', 'CANCELLED')
           and (${communityId}::uuid is null or delivery.community_id = ${communityId})
           and (${pickupPointId}::uuid is null or delivery.pickup_point_id = ${pickupPointId})
           and (${mode}::text is null or delivery.mode = ${mode})
           and (${day}::date is null or slot.day = ${day})) as parcels`
  return fromColumns<Impact>(row ?? {})
}
