import { CommonErrors, newId } from '@linli/core'
import { columns, fromColumns, type Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { UserErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Address, AddressDraft } from './address.ts'

const ADDRESS = columns(Prisma.AddressScalarFieldEnum)

/** The default first, then the newest. */
export async function listAddresses(sql: Sql, userId: string): Promise<Address[]> {
  const rows = await sql`
    select ${ADDRESS} from addresses where user_id = ${userId} order by is_default desc, created_at desc, id desc`
  return rows.map((row) => fromColumns<Address>(row))
}

type Ref = { readonly id: string; readonly userId: string }

/** @throws ADDRESS_NOT_FOUND, for another user's address too. */
export async function loadAddress(sql: Sql, { id, userId }: Ref): Promise<Address> {
  const [row] = await sql`select ${ADDRESS} from addresses where id = ${id} and user_id = ${userId}`
  if (!row) throw UserErrors.ADDRESS_NOT_FOUND({ addressId: id })
  return fromColumns<Address>(row)
}

/** Changes to one user's addresses come one after the other: their number and the default depend on all of them. */
export async function lockAddresses({ sql }: Work, userId: string): Promise<number> {
  const users = await sql`select 1 from users where id = ${userId} for update`
  if (users.length === 0) throw UserErrors.USER_NOT_FOUND({ userId })
  const [row] = await sql<{ count: number }>`select count(*) from addresses where user_id = ${userId}`
  return row?.count ?? 0
}

type NewAddress = { readonly userId: string; readonly draft: AddressDraft; readonly isDefault: boolean }

export async function insertAddress(work: Work, { userId, draft, isDefault }: NewAddress): Promise<Address> {
  const { province, city, district, label, contactSealed, communityId } = draft
  const [row] = await work.sql`
    insert into addresses (id, user_id, province, city, district, label, contact_sealed, community_id, is_default,
                           created_at, updated_at)
    values (${newId(work.now)}, ${userId}, ${province}, ${city}, ${district}, ${label}, ${contactSealed}, ${communityId},
            ${isDefault}, ${work.now}, ${work.now})
    returning ${ADDRESS}`
  if (!row) throw new Error('the inserted address was not returned')
  return fromColumns<Address>(row)
}

/** @throws VERSION_CONFLICT, ADDRESS_NOT_FOUND */
export async function updateAddress(
  work: Work,
  ref: Ref,
  change: { version: number; draft: AddressDraft },
): Promise<Address> {
  const { version, draft } = change
  const { province, city, district, label, contactSealed, communityId } = draft
  const [row] = await work.sql`
    update addresses set province = ${province}, city = ${city}, district = ${district}, label = ${label},
      contact_sealed = ${contactSealed}, community_id = ${communityId}, version = version + 1, updated_at = ${work.now}
    where id = ${ref.id} and user_id = ${ref.userId} and version = ${version} returning ${ADDRESS}`
  if (row) return fromColumns<Address>(row)
  await loadAddress(work.sql, ref)
  throw CommonErrors.VERSION_CONFLICT({ addressId: ref.id })
}

export async function clearDefault(work: Work, userId: string): Promise<void> {
  await work.sql`
    update addresses set is_default = false, version = version + 1, updated_at = ${work.now}
    where user_id = ${userId} and is_default`
}

export async function markDefault(work: Work, { id, userId }: Ref): Promise<Address> {
  const [row] = await work.sql`
    update addresses set is_default = true, version = version + 1, updated_at = ${work.now}
    where id = ${id} and user_id = ${userId} returning ${ADDRESS}`
  if (!row) throw UserErrors.ADDRESS_NOT_FOUND({ addressId: id })
  return fromColumns<Address>(row)
}

export async function removeAddress({ sql }: Work, { id, userId }: Ref): Promise<{ wasDefault: boolean }> {
  const [row] = await sql<{ is_default: boolean }>`
    delete from addresses where id = ${id} and user_id = ${userId} returning is_default`
  if (!row) throw UserErrors.ADDRESS_NOT_FOUND({ addressId: id })
  return { wasDefault: row.is_default }
}

export async function newestAddressId({ sql }: Work, userId: string): Promise<string | undefined> {
  const [row] = await sql<{ id: string }>`
    select id from addresses where user_id = ${userId} order by created_at desc, id desc limit 1`
  return row?.id
}

/** All of one user. */
export async function removeAddresses({ sql }: Work, userId: string): Promise<void> {
  await sql`delete from addresses where user_id = ${userId}`
}
