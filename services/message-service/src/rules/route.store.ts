import type { Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { type Audience, type Route, ruleKey } from './rule.ts'

/** Versions of the routes of this installation, by rule key. */
export async function routeVersions(sql: Sql): Promise<Map<string, number>> {
  const rows = await sql<{ event_type: string; audience: Audience; version: number }>`
    select event_type, audience, version from message_routes`
  return new Map(rows.map(({ event_type, audience, version }) => [ruleKey(event_type, audience), version]))
}

export type RouteChange = Route & {
  readonly eventType: string
  readonly audience: Audience
  /** The version that was edited; 0 = built in. */
  readonly version: number
  readonly updatedBy: string
}

/** @returns false when somebody else has changed it since. */
export async function saveRoute(work: Work, route: RouteChange): Promise<boolean> {
  const { eventType, audience, channels, inApp, quietHours, delaySeconds, enabled, version, updatedBy } =
    route
  const rows = await work.sql`
    insert into message_routes as route (event_type, audience, channels, in_app, quiet_hours, delay_seconds, enabled,
                                         version, updated_by, updated_at)
    select ${eventType}, ${audience}, ${channels}::text[], ${inApp}::boolean, ${quietHours}::boolean,
           ${delaySeconds}::integer, ${enabled}::boolean, 1, ${updatedBy}::uuid, ${work.now}::timestamptz
    where ${version}::integer = 0
       or exists (select 1 from message_routes where event_type = ${eventType} and audience = ${audience})
    on conflict (event_type, audience) do update
    set channels = excluded.channels, in_app = excluded.in_app, quiet_hours = excluded.quiet_hours,
        delay_seconds = excluded.delay_seconds, enabled = excluded.enabled, version = route.version + 1,
        updated_by = excluded.updated_by, updated_at = excluded.updated_at
    where route.version = ${version}::integer
    returning version`
  return rows.length > 0
}
