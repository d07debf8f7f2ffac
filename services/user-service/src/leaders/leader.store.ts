import { newId } from '@linli/core'
import { columns, fromColumns, type Sql, uniqueViolation } from '@linli/events'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Leader, LeaderApplication, LeaderStatus, LeaderStep } from './leader.ts'

const LEADER = columns(Prisma.LeaderScalarFieldEnum)

/** @throws LEADER_NOT_FOUND */
export async function loadLeader(sql: Sql, id: string): Promise<Leader> {
  const [row] = await sql`select ${LEADER} from leaders where id = ${id}`
  if (!row) throw UserErrors.LEADER_NOT_FOUND({ leaderId: id })
  return fromColumns<Leader>(row)
}

/** @throws LEADER_NOT_FOUND */
export async function lockLeader({ sql }: Work, id: string): Promise<Leader> {
  const [row] = await sql`select ${LEADER} from leaders where id = ${id} for update`
  if (!row) throw UserErrors.LEADER_NOT_FOUND({ leaderId: id })
  return fromColumns<Leader>(row)
}

/** What a resident has handed in, newest first, each with the reason of its last step. */
export async function listApplications(
  sql: Sql,
  userId: string,
): Promise<(Leader & { reason: string | null })[]> {
  const rows = await sql`
    select ${LEADER}, (select reason from leader_history where leader_id = leaders.id order by at desc, id desc limit 1) as reason
    from leaders where user_id = ${userId} order by created_at desc, id desc limit 20`
  return rows.map((row) => fromColumns<Leader & { reason: string | null }>(row))
}

export type LeaderFilter = { readonly status?: LeaderStatus; readonly communityId?: string }

/** Newest first. */
export async function listLeaders(
  sql: Sql,
  { status, communityId }: LeaderFilter,
  { skip, take }: { skip: number; take: number },
): Promise<{ items: Leader[]; total: number }> {
  const rows = await sql<{ total: number }>`
    select ${LEADER}, count(*) over () as total from leaders
    where (${status ?? null}::text is null or status = ${status ?? null})
      and (${communityId ?? null}::uuid is null or community_id = ${communityId ?? null})
    order by created_at desc, id desc limit ${take} offset ${skip}`
  return { items: rows.map((row) => fromColumns<Leader>(row)), total: rows[0]?.total ?? 0 }
}

/** The first step first. */
export async function listSteps(sql: Sql, leaderId: string): Promise<LeaderStep[]> {
  const rows = await sql`
    select event, to_status, reason, actor_id, at from leader_history where leader_id = ${leaderId} order by at, id`
  return rows.map((row) => fromColumns<LeaderStep>(row))
}

/** @throws LEADER_EXISTS */
export async function insertLeader({ sql, now }: Work, application: LeaderApplication): Promise<Leader> {
  const { userId, communityId, sealed, introduction, photoUrls } = application
  try {
    const [row] = await sql`
      insert into leaders (id, user_id, community_id, sealed, introduction, photo_urls, created_at, updated_at)
      values (${newId(now)}, ${userId}, ${communityId}, ${sealed}, ${introduction}, ${photoUrls}::text[], ${now}, ${now})
      returning ${LEADER}`
    return fromColumns<Leader>(row ?? {})
  } catch (error) {
    if (uniqueViolation(error) === undefined) throw error
    throw UserErrors.LEADER_EXISTS(undefined, error)
  }
}

type Step = Omit<LeaderStep, 'at'> & { readonly traceId: string | null }

export async function saveStep({ sql, now }: Work, leader: Leader, step: Step): Promise<Leader> {
  const { event, toStatus, reason, actorId, traceId } = step
  const [row] = await sql`
    with history as (
      insert into leader_history (id, leader_id, from_status, event, to_status, reason, actor_id, at, trace_id)
      values (${newId(now)}, ${leader.id}, ${leader.status}, ${event}, ${toStatus}, ${reason}, ${actorId}, ${now},
              ${traceId}))
    update leaders set status = ${toStatus}, version = version + 1, updated_at = ${now}
    where id = ${leader.id} returning ${LEADER}`
  if (!row) throw UserErrors.LEADER_NOT_FOUND({ leaderId: leader.id })
  return fromColumns<Leader>(row)
}

/** What a resident is or waits to be, if anything. */
export async function findLive({ sql }: Work, userId: string): Promise<string | undefined> {
  const [row] = await sql<{ id: string }>`
    select id from leaders where user_id = ${userId} and status not in ('REJECTED', 'QUIT')`
  return row?.id
}

export async function eraseContacts({ sql, now }: Work, userId: string): Promise<void> {
  await sql`
    update leaders set sealed = null, introduction = '', photo_urls = '{}', updated_at = ${now} where user_id = ${userId}`
}
