import { newId } from '@linli/core'
import type { Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import {
  type Credential,
  FAILURE_WINDOW_MS,
  PASSWORD_HISTORY,
  type StaffAudience,
  type Tries,
} from './credential.ts'

type Row = Omit<Credential, 'history'> & { readonly history: string[] | null }

const toCredential = (row: Row | undefined): Credential | undefined =>
  row && { ...row, history: (row.history ?? []).slice(0, PASSWORD_HISTORY) }

type Login = { readonly audience: StaffAudience; readonly login: string }
type Subject = { readonly audience: StaffAudience; readonly subjectId: string }

export async function findByLogin(
  { sql }: Work,
  { audience, login }: Login,
): Promise<Credential | undefined> {
  const [row] = await sql<Row>`
    select c.audience, c.subject_id as "subjectId", c.login, c.password_hash as "passwordHash",
           c.must_change as "mustChange",
           (select array_agg(h.password_hash order by h.replaced_at desc, h.id desc) from password_history h
            where h.audience = c.audience and h.subject_id = c.subject_id) as history
    from credentials c where c.audience = ${audience} and c.login = ${login}`
  return toCredential(row)
}

export async function findCredential(
  sql: Sql,
  { audience, subjectId }: Subject,
): Promise<Credential | undefined> {
  const [row] = await sql<Row>`
    select c.audience, c.subject_id as "subjectId", c.login, c.password_hash as "passwordHash",
           c.must_change as "mustChange",
           (select array_agg(h.password_hash order by h.replaced_at desc, h.id desc) from password_history h
            where h.audience = c.audience and h.subject_id = c.subject_id) as history
    from credentials c where c.audience = ${audience} and c.subject_id = ${subjectId}`
  return toCredential(row)
}

type NewCredential = Subject & { readonly login: string; readonly passwordHash: string }

/** @throws LOGIN_TAKEN */
export async function insertCredential(
  work: Work,
  { audience, subjectId, login, passwordHash }: NewCredential,
): Promise<void> {
  const rows = await work.sql`
    insert into credentials (audience, subject_id, login, password_hash, must_change, changed_at)
    values (${audience}, ${subjectId}, ${login}, ${passwordHash}, true, ${work.now})
    on conflict do nothing returning subject_id`
  if (rows.length === 0) throw UserErrors.LOGIN_TAKEN({ login })
}

/** Whether the password is still the one that was checked; keeps it so until the commit. */
export async function holdsPassword(
  { sql }: Work,
  { audience, subjectId, passwordHash }: Subject & { passwordHash: string },
): Promise<boolean> {
  const rows = await sql`
    select 1 from credentials
    where audience = ${audience} and subject_id = ${subjectId} and password_hash = ${passwordHash} for update`
  return rows.length > 0
}

export async function replacePassword(
  work: Work,
  change: Subject & { passwordHash: string; mustChange: boolean },
): Promise<void> {
  const { audience, subjectId, passwordHash, mustChange } = change
  const rows = await work.sql`
    with replaced as (
      insert into password_history (id, audience, subject_id, password_hash, replaced_at)
      select ${newId(work.now)}, audience, subject_id, password_hash, ${work.now} from credentials
      where audience = ${audience} and subject_id = ${subjectId})
    update credentials set password_hash = ${passwordHash}, must_change = ${mustChange}, changed_at = ${work.now}
    where audience = ${audience} and subject_id = ${subjectId} returning subject_id`
  if (rows.length === 0) throw new Error(`${audience} ${subjectId} has no password`)
  await work.sql`
    delete from password_history where audience = ${audience} and subject_id = ${subjectId} and id not in (
      select id from password_history where audience = ${audience} and subject_id = ${subjectId}
      order by replaced_at desc, id desc limit ${PASSWORD_HISTORY})`
}

type Keys = { readonly accountKey: string; readonly ip: string }

/** Tries of one account or from one address are counted one after the other. */
export async function lockTries({ sql }: Work, { accountKey, ip }: Keys): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`try:${accountKey}`}, 0))`
  await sql`select pg_advisory_xact_lock(hashtextextended(${`try-ip:${ip}`}, 0))`
}

export async function countTries(
  { sql, now }: Work,
  { accountKey, ip }: Keys,
): Promise<{ account: Tries; ip: Tries }> {
  const since = new Date(now.getTime() - FAILURE_WINDOW_MS)
  const [account] = await sql<Tries>`
    select count(*) filter (where outcome = 'FAILED') as failed, count(*) filter (where outcome = 'PENDING') as pending,
           min(at) filter (where outcome = 'FAILED') as "oldestFailedAt"
    from login_attempts where account_key = ${accountKey} and at > ${since}`
  const [from] = await sql<Tries>`
    select count(*) filter (where outcome = 'FAILED') as failed, count(*) filter (where outcome = 'PENDING') as pending,
           min(at) filter (where outcome = 'FAILED') as "oldestFailedAt"
    from login_attempts where ip = ${ip} and at > ${since}`
  const none: Tries = { failed: 0, pending: 0, oldestFailedAt: null }
  return { account: account ?? none, ip: from ?? none }
}

export async function insertTry(
  work: Work,
  attempt: Keys & { id: string; audience: StaffAudience },
): Promise<void> {
  await work.sql`
    insert into login_attempts (id, audience, account_key, ip, outcome, at)
    values (${attempt.id}, ${attempt.audience}, ${attempt.accountKey}, ${attempt.ip}, 'PENDING', ${work.now})`
}

export async function failTry({ sql }: Work, id: string): Promise<void> {
  await sql`update login_attempts set outcome = 'FAILED' where id = ${id}`
}

export async function dropTry({ sql }: Work, id: string): Promise<void> {
  await sql`delete from login_attempts where id = ${id}`
}

/** A right password forgives what its owner mistyped before. */
export async function forgiveTries({ sql }: Work, accountKey: string): Promise<void> {
  await sql`delete from login_attempts where account_key = ${accountKey}`
}

export async function forgetTries({ sql, now }: Work): Promise<number> {
  const rows = await sql`
    delete from login_attempts where at <= ${new Date(now.getTime() - FAILURE_WINDOW_MS)} returning id`
  return rows.length
}
