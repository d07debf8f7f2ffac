import { newId } from '@linli/core'
import { columns, fromColumns, type Sql } from '@linli/events'
import type { PointsBiz } from '@linli/proto/points'
import type { Work } from '../deps.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { type Account, emptyAccount, type Movement } from './account.ts'

const POINTS_ACCOUNT = columns(Prisma.PointsAccountScalarFieldEnum)

export async function findAccount(sql: Sql, userId: string): Promise<Account> {
  const [row] = await sql`select ${POINTS_ACCOUNT} from points_accounts where user_id = ${userId}`
  return row ? fromColumns<Account>(row) : emptyAccount(userId)
}

/** Locks the account, opening it when the user is new. */
export async function lockAccount(work: Work, userId: string): Promise<Account> {
  const [row] = await work.sql`
    insert into points_accounts (user_id, updated_at) values (${userId}, ${work.now})
    on conflict (user_id) do update set updated_at = points_accounts.updated_at returning ${POINTS_ACCOUNT}`
  return fromColumns<Account>(row ?? {})
}

export type Entry = {
  readonly bizType: Exclude<PointsBiz, 'UNSPECIFIED' | 'UNRECOGNIZED'>
  readonly bizId: string
  readonly direction: 'GRANT' | 'SETTLE' | 'FREEZE' | 'UNFREEZE' | 'CONSUME' | 'ADJUST'
  readonly movement: Movement
  readonly ruleVersion?: number
}

/**
 * Moves the balances and appends the ledger row, in one statement under the account's lock. A repetition of the same
 * (bizType, bizId, direction) violates the ledger's key.
 */
export async function record(
  work: Work,
  account: Account,
  { bizType, bizId, direction, movement, ruleVersion }: Entry,
): Promise<Account> {
  const { available, frozen, pending, debt } = movement
  const [row] = await work.sql`
    with moved as (
      update points_accounts
      set available = available + ${available}::integer, frozen = frozen + ${frozen}::integer,
          pending = pending + ${pending}::integer, debt = debt + ${debt}::integer, version = version + 1,
          updated_at = ${work.now}
      where user_id = ${account.userId} returning ${POINTS_ACCOUNT}
    ), entry as (
      insert into points_records (id, user_id, biz_type, biz_id, direction, available_delta, frozen_delta,
                                  pending_delta, debt_delta, available_after, rule_version, at)
      select ${newId(work.now)}, user_id, ${bizType}, ${bizId}, ${direction}, ${available}, ${frozen}, ${pending},
             ${debt}, available, ${ruleVersion ?? null}, ${work.now}
      from moved
    )
    select * from moved`
  return fromColumns<Account>(row ?? {})
}

export type RecordRow = {
  readonly id: string
  readonly bizType: string
  readonly bizId: string
  readonly direction: string
  readonly availableDelta: number
  readonly pendingDelta: number
  readonly frozenDelta: number
  readonly availableAfter: number
  /** Why an administrator gave or took them. */
  readonly reason: string | null
  readonly at: Date
}

export type RecordFilter = {
  readonly bizType: string | undefined
  readonly after: { at: Date; id: string } | undefined
  readonly limit: number
}

/** The user's ledger, newest first. */
export async function listRecords(
  sql: Sql,
  userId: string,
  { bizType, after, limit }: RecordFilter,
): Promise<RecordRow[]> {
  const rows = await sql`
    select id, biz_type, biz_id, direction, available_delta, pending_delta, frozen_delta, available_after, at,
      case when direction = 'ADJUST' then (select reason from points_adjustments where id = biz_id::uuid) end as reason
    from points_records
    where user_id = ${userId} and (${bizType ?? null}::text is null or biz_type = ${bizType ?? null})
      and (${after?.at ?? null}::timestamptz is null or (at, id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by at desc, id desc limit ${limit}`
  return rows.map((row) => fromColumns<RecordRow>(row))
}

/** @returns false when the user never had points. */
export async function freezeAccount(work: Work, userId: string): Promise<boolean> {
  const rows = await work.sql`
    update points_accounts set account_frozen = true, version = version + 1, updated_at = ${work.now}
    where user_id = ${userId} and not account_frozen returning user_id`
  return rows.length > 0
}
