import type { Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { powersOf, type Role } from '../roles/role.ts'
import type { Audience, Bearer, Presented, Subject, TokenVersion } from './token.ts'

/** The version no token carries: what an unknown subject has. */
const NO_VERSION = -1

export async function currentVersion(sql: Sql, { audience, subjectId }: Subject): Promise<number> {
  const [row] = await sql<{ version: number }>`
    select version from token_versions where audience = ${audience} and subject_id = ${subjectId}`
  return row?.version ?? NO_VERSION
}

/** The subject's version, made on first use and locked: a login and a revocation come one after the other. */
async function lockVersion(sql: Sql, { audience, subjectId }: Subject): Promise<number> {
  await sql`insert into token_versions (audience, subject_id) values (${audience}, ${subjectId}) on conflict do nothing`
  const [row] = await sql<{ version: number }>`
    select version from token_versions where audience = ${audience} and subject_id = ${subjectId} for update`
  return row?.version ?? NO_VERSION
}

export async function raiseVersion({ sql }: Work, { audience, subjectId }: Subject): Promise<number> {
  const [row] = await sql<{ version: number }>`
    insert into token_versions (audience, subject_id, version) values (${audience}, ${subjectId}, 2)
    on conflict (audience, subject_id) do update set version = token_versions.version + 1
    returning version`
  return row?.version ?? NO_VERSION
}

/** Who the subject is for a token, or undefined when they may not have one (disabled, gone, without a shop). */
export async function loadBearer({ sql }: Work, subject: Subject): Promise<Bearer | undefined> {
  const loaders: Record<Audience, () => Promise<Omit<Bearer, 'version'> | undefined>> = {
    user: () => loadUserBearer(sql, subject),
    merchant: () => loadStaffBearer(sql, subject),
    admin: () => loadAdminBearer(sql, subject),
  }
  const version = await lockVersion(sql, subject)
  const bearer = await loaders[subject.audience]()
  return bearer && { ...bearer, version }
}

async function loadUserBearer(sql: Sql, subject: Subject): Promise<Subject | undefined> {
  const rows =
    await sql`select 1 from users where id = ${subject.subjectId} and status in ('ACTIVE', 'LEAVING')`
  return rows.length > 0 ? subject : undefined
}

type RoleRow = Pick<Role, 'code' | 'scope' | 'permissions'>

async function loadStaffBearer(sql: Sql, subject: Subject): Promise<Omit<Bearer, 'version'> | undefined> {
  // The shop they chose last while they still belong to it, else any they belong to.
  const [at] = await sql<{ merchant_id: string }>`
    select m.merchant_id from staff s join memberships m on m.staff_id = s.id and m.status = 'ACTIVE'
    where s.id = ${subject.subjectId} and s.status = 'ACTIVE'
    order by (m.merchant_id = s.current_merchant_id) desc nulls last, m.created_at limit 1`
  if (!at) return undefined
  const roles = await sql<RoleRow>`
    select r.code, r.scope, coalesce(array_agg(p.permission) filter (where p.permission is not null), '{}') as permissions
    from membership_roles m join roles r on r.id = m.role_id left join role_permissions p on p.role_id = r.id
    where m.staff_id = ${subject.subjectId} and m.merchant_id = ${at.merchant_id}
    group by r.id`
  const powers = powersOf('merchant', roles)
  return { ...subject, merchantId: at.merchant_id, roles: powers.roles, permissions: powers.permissions }
}

async function loadAdminBearer(sql: Sql, subject: Subject): Promise<Omit<Bearer, 'version'> | undefined> {
  const active = await sql`select 1 from admins where id = ${subject.subjectId} and status = 'ACTIVE'`
  if (active.length === 0) return undefined
  const roles = await sql<RoleRow>`
    select r.code, r.scope, coalesce(array_agg(p.permission) filter (where p.permission is not null), '{}') as permissions
    from admin_roles a join roles r on r.id = a.role_id left join role_permissions p on p.role_id = r.id
    where a.admin_id = ${subject.subjectId}
    group by r.id`
  const powers = powersOf('admin', roles)
  return { ...subject, roles: powers.roles, permissions: powers.permissions }
}

export type NewToken = {
  readonly id: string
  readonly familyId: string
  readonly tokenHash: string
  readonly predecessorId: string | null
  readonly expiresAt: Date
}

export async function insertFamily(
  work: Work,
  family: Subject & { id: string; expiresAt: Date },
): Promise<void> {
  await work.sql`
    insert into token_families (id, audience, subject_id, created_at, expires_at)
    values (${family.id}, ${family.audience}, ${family.subjectId}, ${work.now}, ${family.expiresAt})`
}

export async function insertToken(work: Work, token: NewToken): Promise<void> {
  await work.sql`
    with extended as (
      update token_families set expires_at = ${token.expiresAt} where id = ${token.familyId})
    insert into refresh_tokens (id, family_id, token_hash, predecessor_id, issued_at, expires_at)
    values (${token.id}, ${token.familyId}, ${token.tokenHash}, ${token.predecessorId}, ${work.now}, ${token.expiresAt})`
}

export type LockedToken = Presented &
  Subject & {
    readonly id: string
    readonly familyId: string
    readonly successorId: string | null
    readonly successorIssuedAt: Date | null
    readonly successorExpiresAt: Date | null
  }

/**
 * Finds a refresh token and locks its subject's version, then its family: uses of one family come one after the
 * other. Everybody who locks both takes them in this order.
 */
export async function lockToken({ sql }: Work, tokenHash: string): Promise<LockedToken | undefined> {
  const [family] = await sql<Subject & { id: string }>`
    select f.id, f.audience, f.subject_id as "subjectId"
    from refresh_tokens t join token_families f on f.id = t.family_id where t.token_hash = ${tokenHash}`
  if (!family) return undefined
  await lockVersion(sql, family)
  await sql`select 1 from token_families where id = ${family.id} for update`
  const [row] = await sql<LockedToken>`
    select t.id, t.family_id as "familyId", t.expires_at as "expiresAt", t.used_at as "usedAt",
           t.successor_sealed as "successorSealed", f.revoked_at as "revokedAt", f.audience,
           f.subject_id as "subjectId", n.id as "successorId", n.issued_at as "successorIssuedAt",
           n.expires_at as "successorExpiresAt", n.used_at is not null as "successorUsed"
    from refresh_tokens t join token_families f on f.id = t.family_id
      left join refresh_tokens n on n.predecessor_id = t.id
    where t.token_hash = ${tokenHash}`
  return row
}

export async function markUsed(
  work: Work,
  { id, successorSealed }: { id: string; successorSealed: string },
): Promise<void> {
  await work.sql`update refresh_tokens set used_at = ${work.now}, successor_sealed = ${successorSealed} where id = ${id}`
}

/** Ends families: all of the subject's, or the one that is named or that a token id belongs to. */
export async function endFamilies(
  work: Work,
  end: Subject & { reason: string; tokenId?: string; familyId?: string },
): Promise<void> {
  const { tokenId = null, familyId = null } = end
  await work.sql`
    update token_families set revoked_at = ${work.now}, revoked_reason = ${end.reason}
    where audience = ${end.audience} and subject_id = ${end.subjectId} and revoked_at is null
      and (${tokenId}::uuid is null or id = (select family_id from refresh_tokens where id = ${tokenId}))
      and (${familyId}::uuid is null or id = ${familyId})`
}

/** Versions Redis may not know yet. */
export async function listUnpublished(sql: Sql, limit: number): Promise<TokenVersion[]> {
  return sql<TokenVersion>`
    select audience, subject_id as subject, version from token_versions
    where published_version < version order by audience, subject_id limit ${limit}`
}

export async function markPublished(
  { sql }: Work,
  { audience, subject, version }: TokenVersion,
): Promise<void> {
  await sql`
    update token_versions set published_version = ${version}
    where audience = ${audience} and subject_id = ${subject} and published_version < ${version}`
}

/** Forgets families nobody can use any more; @returns how many. Revoked ones stay until then, so reuse stays visible. */
export async function forgetFamilies(work: Work, limit: number): Promise<number> {
  const rows = await work.sql`
    delete from token_families where id in (
      select id from token_families where expires_at < ${work.now} limit ${limit} for update skip locked)
    returning id`
  return rows.length
}

/** Past the grace no successor needs to be readable. */
export async function forgetSuccessors(work: Work, usedBefore: Date): Promise<void> {
  await work.sql`
    update refresh_tokens set successor_sealed = null
    where successor_sealed is not null and used_at < ${usedBefore}`
}

type SubjectStatus = 'ACTIVE' | 'DISABLED' | 'LEAVING' | 'DELETED'

/** How the subject stands, in the words of a user; one that does not exist is deleted. */
export async function subjectStatus(sql: Sql, { audience, subjectId }: Subject): Promise<SubjectStatus> {
  const [row] = await sql<{ status: SubjectStatus | 'REMOVED' }>`
    select status from users where ${audience} = 'user' and id = ${subjectId}
    union all select status from staff where ${audience} = 'merchant' and id = ${subjectId}
    union all select status from admins where ${audience} = 'admin' and id = ${subjectId}`
  return row === undefined || row.status === 'REMOVED' ? 'DELETED' : row.status
}
