import { businessDay } from '@linli/core'
import type pg from 'pg'
import { type Community, communities } from '../data/communities.ts'
import { homeFeeRule } from '../data/fee-rule.ts'
import { merchantId } from '../data/merchants.ts'
import { type PickupPoint, type PickupPointType, pickupPoints } from '../data/pickup-points.ts'
import { datedSlots, slotTemplates } from '../data/slots.ts'
import { leaders, staff } from '../data/staff.ts'

/** When all of it is said to have been made. */
const AT = '2026-01-01T00:00:00Z'

/** Communities with their fences, points with hours and staff, four weeks of slots from today, the fee rule. */
export async function loadDelivery(client: pg.Client): Promise<void> {
  for (const community of communities) await loadCommunity(client, community)
  for (const point of pickupPoints) await loadPoint(client, point)
  await client.query(
    `update communities set default_pickup_point_id =
       (select id from pickup_points where community_id = communities.id order by id limit 1)
     where default_pickup_point_id is null`,
  )
  await loadStaff(client)
  await loadSlots(client)
  await loadFeeRule(client)
}

async function loadCommunity(client: pg.Client, community: Community): Promise<void> {
  const { fence, centre } = community
  const [lngs, lats] = [fence.map(([lng]) => lng), fence.map(([, lat]) => lat)]
  const box = [Math.min(...lngs), Math.max(...lngs), Math.min(...lats), Math.max(...lats)]
  const leader = leaders.find(({ communityId }) => communityId === community.id)
  await client.query(
    `insert into communities (id, name, pinyin, pinyin_initials, province, city, district, adcode, address, lng, lat, fence,
       min_lng, max_lng, min_lat, max_lat, status, warehouse_id, leader_id, delivery_modes, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, '{SELF_PICKUP,HOME}', $20, $20)
     on conflict do nothing`,
    [
      ...[community.id, community.name, community.pinyin, community.pinyinInitials, community.province],
      ...[community.city, community.district, community.adcode, community.address, centre[0], centre[1]],
      ...[JSON.stringify(fence), ...box, community.status, community.warehouseId, leader?.id ?? null, AT],
    ],
  )
}

const TYPES: Readonly<Record<PickupPointType, string>> = {
  CONVENIENCE_STORE: 'STORE',
  HOME_HOST: 'HOME',
  STATION: 'STATION',
  PROPERTY: 'PROPERTY',
}

async function loadPoint(client: pg.Client, point: PickupPoint): Promise<void> {
  const leader = leaders.find(({ pickupPointId }) => pickupPointId === point.id)
  await client.query(
    `insert into pickup_points (id, community_id, merchant_id, name, type, address, lng, lat, contact_name, contact_phone,
       hours, daily_capacity, cold_storage, leader_id, status, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16) on conflict do nothing`,
    [
      ...[
        point.id,
        point.communityId,
        merchantId('linli-fresh'),
        point.name,
        TYPES[point.type],
        point.address,
      ],
      ...[point.lng, point.lat, point.contactName, point.contactPhone, JSON.stringify(point.hours)],
      ...[point.dailyParcels, point.coldStorage, leader?.id ?? null, point.status, AT],
    ],
  )
  for (const { date, hours, note } of point.exceptions) {
    await client.query(
      'insert into pickup_point_days (pickup_point_id, day, hours, note) values ($1, $2, $3, $4) on conflict do nothing',
      [point.id, date, JSON.stringify(hours), note],
    )
  }
}

/** Those who stand behind the counter; what they may do is in user-service. */
async function loadStaff(client: pg.Client): Promise<void> {
  for (const { id, name, role, pickupPointIds } of staff) {
    if (role !== 'VERIFIER' && role !== 'LEADER') continue
    await client.query(
      `insert into pickup_point_staff (pickup_point_id, staff_id, name)
       select point_id, $2, $3 from unnest($1::uuid[]) as point_id on conflict do nothing`,
      [pickupPointIds, id, name],
    )
  }
}

/** Slots from the database's today on: loading again on a later day adds days and repeats none. */
async function loadSlots(client: pg.Client): Promise<void> {
  for (const template of slotTemplates) {
    await client.query(
      `insert into slot_templates (id, community_id, mode, weekdays, start_time, end_time, capacity, cut_off_minutes,
         min_lead_minutes, surcharge_fen, enabled, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, true, $11, $11) on conflict do nothing`,
      [
        ...[template.id, template.communityId, template.mode, template.weekdays, template.startTime],
        ...[template.endTime, template.capacity, template.cutOffMinutes, template.minLeadMinutes],
        ...[template.surchargeFen, AT],
      ],
    )
  }
  const { rows } = await client.query<{ now: Date }>('select now()')
  const today = rows[0] && businessDay(rows[0].now)
  if (!today) throw new Error('the database has no clock')
  const slots = datedSlots(today).map((slot) => ({
    id: slot.id,
    template_id: slot.templateId,
    community_id: slot.communityId,
    mode: slot.mode,
    day: slot.date,
    starts_at: slot.startAt,
    ends_at: slot.endAt,
    cutoff_at: slot.cutOffAt,
    capacity: slot.capacity,
    surcharge_fen: slot.surchargeFen,
  }))
  await client.query(
    `insert into slots (id, template_id, community_id, mode, day, starts_at, ends_at, cutoff_at, capacity, surcharge_fen,
       status, created_at, updated_at)
     select id, template_id, community_id, mode, day, starts_at, ends_at, cutoff_at, capacity, surcharge_fen, 'OPEN', $2, $2
     from jsonb_populate_recordset(null::slots, $1) on conflict do nothing`,
    [JSON.stringify(slots), AT],
  )
}

async function loadFeeRule(client: pg.Client): Promise<void> {
  const { id, name, mode, communityIds, distanceTiers, weightTiers, freeThresholdFen, minOrderFen } =
    homeFeeRule
  await client.query(
    `with added as (
       insert into fee_rules (id, name, mode, community_ids, base_fen, distance_tiers, weight_tiers, free_threshold_fen,
         min_order_fen, enabled, created_at, updated_at)
       values ($1, $2, $3, $4, 0, $5, $6, $7, $8, true, $9, $9) on conflict do nothing returning *
     )
     insert into fee_rule_versions (rule_id, version, rule, created_at)
     select id, version, to_jsonb(added), created_at from added`,
    [
      ...[id, name, mode, communityIds, JSON.stringify(distanceTiers), JSON.stringify(weightTiers)],
      ...[freeThresholdFen, minOrderFen, AT],
    ],
  )
}
