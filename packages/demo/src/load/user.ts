import { createCipheriv, createHmac, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import bcrypt from 'bcrypt'
import type pg from 'pg'
import { admins } from '../data/admins.ts'
import { levels } from '../data/levels.ts'
import { merchants } from '../data/merchants.ts'
import { pickupPoints } from '../data/pickup-points.ts'
import { residents } from '../data/residents.ts'
import { roles } from '../data/roles.ts'
import { leaders, type Staff, staff } from '../data/staff.ts'
import { demoId } from '../demo-id.ts'
import { pictureObjectKey } from '../pictures.ts'

/** When all of it is said to have been made. */
const AT = '2026-01-01T00:00:00Z'
const BCRYPT_COST = 12
/** Given and taken, not edited. */
const BUILT_IN = new Set(['SUPER_ADMIN', 'OWNER', 'CLERK', 'VERIFIER', 'COURIER', 'LEADER'])
/** Who has an account as a resident too: a shop's notices go to the first two, and a leader is a neighbour. */
const RESIDENTS_TOO = new Set(['OWNER', 'CLERK', 'LEADER'])

type Seal = { readonly seal: (plain: string) => string; readonly index: (plain: string) => string }

type Options = {
  /** DATA_KEYS_FILE: personal data is sealed as user-service seals it. */
  readonly dataKeysFile: string
  /** The mini-program whose openids these are. */
  readonly appId: string
  /** Where people read the bucket of the pictures. */
  readonly picturesUrl: string
}

/** Residents with addresses, shops with staff, administrators, roles. Loading twice changes nothing. */
export async function loadUser(
  client: pg.Client,
  { dataKeysFile, appId, picturesUrl }: Options,
): Promise<void> {
  const keys = sealer(dataKeysFile)
  await loadRoles(client)
  await loadMerchants(client, keys, picturesUrl)
  await loadLevels(client)
  await loadResidents(client, keys, { appId, picturesUrl })
  await loadStaff(client, keys, appId)
  await loadAdmins(client)
  await loadLeaders(client, keys)
  await loadCredentials(client)
}

async function loadRoles(client: pg.Client): Promise<void> {
  for (const { id, audience, code, name, scope, permissions } of roles) {
    const { rowCount } = await client.query(
      `insert into roles (id, audience, code, name, scope, built_in, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict do nothing`,
      [id, audience, code, name, scope, BUILT_IN.has(code), AT],
    )
    if (rowCount === 0) continue
    await client.query(
      'insert into role_permissions (role_id, permission) select $1, unnest($2::text[]) on conflict do nothing',
      [id, permissions],
    )
  }
}

async function loadMerchants(client: pg.Client, { seal }: Seal, picturesUrl: string): Promise<void> {
  for (const merchant of merchants) {
    const { contactName, contactPhone, address, socialCreditCode } = merchant
    const contact = { contactName, contactPhone, address, socialCreditCode }
    await client.query(
      `insert into merchants (id, name, legal_name, logo_url, status, contact_sealed, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict do nothing`,
      [
        merchant.id,
        merchant.name,
        merchant.legalName,
        `${picturesUrl}/${pictureObjectKey(merchant.logo)}`,
        merchant.status,
        seal(JSON.stringify(contact)),
        AT,
      ],
    )
  }
}

async function loadLevels(client: pg.Client): Promise<void> {
  for (const { id, name, growthFen } of levels) {
    await client.query(
      'insert into levels (id, name, growth_fen, created_at) values ($1, $2, $3, $4) on conflict do nothing',
      [id, name, growthFen, AT],
    )
  }
}

type Residents = Pick<Options, 'appId' | 'picturesUrl'>

async function loadResidents(
  client: pg.Client,
  keys: Seal,
  { appId, picturesUrl }: Residents,
): Promise<void> {
  for (const resident of residents) {
    await client.query(
      `insert into users (id, unionid, nickname, avatar_url, gender, phone_sealed, phone_index, community_id,
                          pickup_point_id, register_channel, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'WECHAT', $10, $10) on conflict do nothing`,
      [
        resident.id,
        resident.unionid,
        resident.nickname,
        `${picturesUrl}/${pictureObjectKey(resident.avatar)}`,
        resident.gender,
        keys.seal(resident.phone),
        keys.index(resident.phone),
        resident.communityId,
        resident.pickupPointId,
        AT,
      ],
    )
    await loadIdentity(client, { appId, openid: resident.openid, userId: resident.id })
    for (const address of resident.addresses) {
      const { receiver: recipientName, phone, street, detail, lng, lat } = address
      await client.query(
        `insert into addresses (id, user_id, province, city, district, label, contact_sealed, community_id, is_default,
                                created_at, updated_at)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9 and not exists (
                  select 1 from addresses where user_id = $2 and is_default), $10, $10
         on conflict do nothing`,
        [
          address.id,
          address.userId,
          address.province,
          address.city,
          address.district,
          address.label,
          keys.seal(JSON.stringify({ recipientName, phone, street, detail, lng, lat })),
          address.communityId,
          address.isDefault,
          AT,
        ],
      )
    }
  }
}

async function loadIdentity(
  client: pg.Client,
  { appId, openid, userId }: { appId: string; openid: string; userId: string },
): Promise<void> {
  await client.query(
    'insert into wechat_identities (app_id, openid, user_id, created_at) values ($1, $2, $3, $4) on conflict do nothing',
    [appId, openid, userId, AT],
  )
}

async function loadStaff(client: pg.Client, keys: Seal, appId: string): Promise<void> {
  for (const [index, person] of staff.entries()) {
    const userId = RESIDENTS_TOO.has(person.role)
      ? await loadStaffAsUser(client, person, { appId, index })
      : null
    await client.query(
      `insert into staff (id, user_id, name, phone_sealed, phone_index, status, current_merchant_id, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $8) on conflict do nothing`,
      [
        person.id,
        userId,
        person.name,
        keys.seal(person.phone),
        keys.index(person.phone),
        person.status,
        person.merchantId,
        AT,
      ],
    )
    const { rowCount } = await client.query(
      `insert into memberships (staff_id, merchant_id, created_at, updated_at) values ($1, $2, $3, $3)
       on conflict do nothing`,
      [person.id, person.merchantId, AT],
    )
    if (rowCount === 0) continue
    await client.query('insert into membership_roles (staff_id, merchant_id, role_id) values ($1, $2, $3)', [
      person.id,
      person.merchantId,
      person.roleId,
    ])
    await client.query(
      `insert into membership_pickup_points (staff_id, merchant_id, pickup_point_id) select $1, $2, unnest($3::uuid[])`,
      [person.id, person.merchantId, person.pickupPointIds],
    )
  }
}

const residentId = ({ key }: Staff): string => demoId(`user:staff-${key}`)

async function loadStaffAsUser(
  client: pg.Client,
  person: Staff,
  { appId, index }: { appId: string; index: number },
): Promise<string> {
  const userId = residentId(person)
  await client.query(
    `insert into users (id, nickname, register_channel, created_at, updated_at) values ($1, $2, 'WECHAT', $3, $3)
     on conflict do nothing`,
    [userId, person.name, AT],
  )
  // 28 characters, as WeChat's.
  const openid = `oLinliDemoStaff${String(index + 1).padStart(13, '0')}`
  await loadIdentity(client, { appId, openid, userId })
  return userId
}

async function loadAdmins(client: pg.Client): Promise<void> {
  for (const { id, name, status, roleId } of admins) {
    const { rowCount } = await client.query(
      'insert into admins (id, name, status, created_at, updated_at) values ($1, $2, $3, $4, $4) on conflict do nothing',
      [id, name, status, AT],
    )
    if (rowCount === 0) continue
    await client.query('insert into admin_roles (admin_id, role_id) values ($1, $2)', [id, roleId])
  }
}

/** Long since approved; who keeps which point delivery-service knows. */
async function loadLeaders(client: pg.Client, { seal }: Seal): Promise<void> {
  for (const { id, staffId, communityId, pickupPointId, status } of leaders) {
    const person = staff.find((one) => one.id === staffId)
    const point = pickupPoints.find((one) => one.id === pickupPointId)
    if (!person || !point) throw new Error(`leader ${id} has no person or no point`)
    const contact = {
      contactName: person.name,
      contactPhone: person.phone,
      pickupAddress: point.address,
    }
    await client.query(
      `insert into leaders (id, user_id, status, community_id, sealed, photo_urls, created_at, updated_at)
       values ($1, $2, $3, $4, $5, '{}', $6, $6) on conflict do nothing`,
      [id, residentId(person), status, communityId, seal(JSON.stringify(contact)), AT],
    )
  }
}

type Login = {
  readonly audience: string
  readonly id: string
  readonly login: string
  readonly password: string
}

/** Demo passwords are known to everybody and need no replacing at the first login. */
async function loadCredentials(client: pg.Client): Promise<void> {
  const all: Login[] = [
    ...staff.map(({ id, login, password }) => ({ audience: 'merchant', id, login, password })),
    ...admins.map(({ id, login, password }) => ({ audience: 'admin', id, login, password })),
  ]
  const { rows } = await client.query<{ subject_id: string }>('select subject_id from credentials')
  const known = new Set(rows.map((row) => row.subject_id))
  const missing = all.filter(({ id }) => !known.has(id))
  const hashes = new Map<string, string>()
  for (const { password } of missing) {
    if (!hashes.has(password)) hashes.set(password, await bcrypt.hash(password, BCRYPT_COST))
  }
  for (const { audience, id, login, password } of missing) {
    await client.query(
      `insert into credentials (audience, subject_id, login, password_hash, must_change, changed_at)
       values ($1, $2, lower($3), $4, false, $5) on conflict do nothing`,
      [audience, id, login, hashes.get(password), AT],
    )
  }
}

type KeyFile = { current: string; keys: Record<string, string>; indexKey: string }

/** The format of `createVault` in packages/service, which this package may not import. */
function sealer(file: string): Seal {
  const { current, keys, indexKey } = JSON.parse(readFileSync(file, 'utf8')) as KeyFile
  const key = Buffer.from(keys[current] ?? '', 'hex')
  return {
    seal(plain) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return [current, ...[iv, cipher.getAuthTag(), body].map((part) => part.toString('base64url'))].join('.')
    },
    index: (plain) => createHmac('sha256', Buffer.from(indexKey, 'hex')).update(plain).digest('base64url'),
  }
}
