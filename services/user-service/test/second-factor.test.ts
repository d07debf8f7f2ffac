import { fakeClock } from '@linli/testing'
import { generateSync } from 'otplib'
import { expect, test } from 'vitest'
import { aMerchant, anAdmin, aStaffMember, clientOf, PASSWORD, tryPassword } from './support/staff.ts'
import { startWorld } from './support/world.ts'

const clock = fakeClock(new Date())
const world = await startWorld({ clock })
const ME = '/admin/admins/me/second-factor'
const STEP_MS = 30_000

type Prepared = { secret: string; uri: string }
type Codes = { recoveryCodes: string[] }

const codeOf = (secret: string): string =>
  generateSync({ secret, epoch: Math.floor(clock.now().getTime() / 1000) })
const logIn = (login: string, secondFactorCode?: string, password = PASSWORD) =>
  tryPassword(world, {
    audience: 'admin',
    login,
    password,
    more: secondFactorCode === undefined ? {} : { secondFactorCode },
  })

/** An administrator whose log-ins ask for a code; its first one is spent. */
async function withFactor() {
  const { id, login } = await anAdmin(world)
  const { client } = await clientOf(world, { audience: 'admin', login })
  const prepared = await client.post<Prepared>(ME, { password: PASSWORD })
  const { secret, uri } = prepared.body.data
  const confirmed = await client.post<Codes>(`${ME}/confirmations`, { code: codeOf(secret) })
  expect(confirmed.status).toBe(201)
  return { id, login, client, secret, uri, recoveryCodes: confirmed.body.data.recoveryCodes }
}

test('a secret asks for nothing until a code of it was shown', async () => {
  const { login } = await anAdmin(world)
  const { client } = await clientOf(world, { audience: 'admin', login })
  expect((await client.post(ME, { password: 'Wrong-Horse-1' })).body.code).toBe(1112)
  expect((await client.post(`${ME}/confirmations`, { code: '123456' })).body.code).toBe(1156)
  const first = (await client.post<Prepared>(ME, { password: PASSWORD })).body.data
  const { secret, uri } = (await client.post<Prepared>(ME, { password: PASSWORD })).body.data
  expect(secret).not.toBe(first.secret)
  expect(uri).toBe(
    `otpauth://totp/${encodeURIComponent('Linli 邻里')}:${login}?secret=${secret}&issuer=${encodeURIComponent('Linli 邻里')}`,
  )
  expect((await client.get(ME)).body.data).toEqual({ isOn: false, since: null, recoveryCodesLeft: 0 })
  expect((await logIn(login)).status).toBe(201)
  expect((await client.post(`${ME}/confirmations`, { code: codeOf(first.secret) })).body.code).toBe(1155)
  expect((await client.post<Codes>(`${ME}/confirmations`, { code: codeOf(secret) })).status).toBe(201)
  expect((await client.get(ME)).body.data).toMatchObject({ isOn: true, recoveryCodesLeft: 10 })
  expect((await client.post(ME, { password: PASSWORD })).body.code).toBe(1157)
  const stored = await world.database.query<{ text: string }>(
    'select second_factors::text as text from second_factors union all select recovery_codes::text from recovery_codes',
  )
  expect(stored.map(({ text }) => text).join()).not.toContain(secret)
})

test('the password alone opens nothing, and a code opens once', async () => {
  const { login, secret } = await withFactor()
  expect((await logIn(login)).body.code).toBe(1154)
  // The code that confirmed it is spent.
  expect((await logIn(login, codeOf(secret))).body.code).toBe(1155)
  clock.advance(STEP_MS)
  const code = codeOf(secret)
  const answers = await Promise.all([logIn(login, code), logIn(login, code)])
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(answers.find(({ status }) => status !== 201)?.body.code).toBe(1155)
  clock.advance(STEP_MS)
  // As people type it; a clock that is a step behind.
  const late = codeOf(secret)
  clock.advance(STEP_MS)
  expect((await logIn(login, `${late.slice(0, 3)} ${late.slice(3)}`)).status).toBe(201)
  clock.advance(STEP_MS)
  const old = codeOf(secret)
  clock.advance(3 * STEP_MS)
  expect((await logIn(login, old)).body.code).toBe(1155)
})

test('wrong codes lock the account as wrong passwords do, and a wrong password is not told apart', async () => {
  const { login, secret } = await withFactor()
  clock.advance(STEP_MS)
  expect((await logIn(login, codeOf(secret), 'Wrong-Horse-1')).body.code).toBe(1105)
  for (const code of ['000000', '111111']) expect((await logIn(login, code)).body.code).toBe(1155)
  expect((await logIn(login, '222222')).body.code).toBe(1107) // now a captcha, too
  const [{ failed } = { failed: 0 }] = await world.database.query<{ failed: number }>(
    `select count(*)::int as failed from login_logs where reason = 'WRONG_SECOND_FACTOR' and subject_id =
       (select subject_id from credentials where login = $1)`,
    [login],
  )
  expect(failed).toBe(2)
})

test('a recovery code stands in for the phone, once', async () => {
  const { login, client, recoveryCodes } = await withFactor()
  expect(new Set(recoveryCodes).size).toBe(10)
  const [first = '', second = ''] = recoveryCodes
  expect((await logIn(login, first.toLowerCase())).status).toBe(201)
  expect((await logIn(login, first)).body.code).toBe(1155)
  const answers = await Promise.all([logIn(login, second), logIn(login, second)])
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect((await client.get(ME)).body.data).toMatchObject({ recoveryCodesLeft: 8 })
})

test('who takes it off shows password and code; another administrator with the right may, on the record', async () => {
  const { login, client, secret } = await withFactor()
  clock.advance(STEP_MS)
  const code = codeOf(secret)
  expect((await client.post(`${ME}/removals`, { password: 'Wrong-Horse-1', code })).body.code).toBe(1112)
  expect((await client.post(`${ME}/removals`, { password: PASSWORD, code: '000000' })).body.code).toBe(1155)
  expect((await client.post(`${ME}/removals`, { password: PASSWORD, code })).status).toBe(200)
  expect((await logIn(login)).status).toBe(201)
  expect((await client.post(`${ME}/removals`, { password: PASSWORD, code })).body.code).toBe(1158)

  const lost = await withFactor()
  const clerk = await anAdmin(world, { role: 'READER', permissions: ['admin:read'] })
  const reader = await clientOf(world, { audience: 'admin', login: clerk.login })
  expect((await reader.client.delete(`/admin/admins/${lost.id}/second-factor`)).status).toBe(403)
  expect((await lost.client.delete(`/admin/admins/${lost.id}/second-factor`)).body.code).toBe(1143)
  const boss = await anAdmin(world)
  const { client: bosses } = await clientOf(world, { audience: 'admin', login: boss.login })
  clock.advance(STEP_MS)
  expect((await bosses.delete(`/admin/admins/${lost.id}/second-factor`)).status).toBe(200)
  expect((await logIn(lost.login)).status).toBe(201)
  const acts = await world.database.query<{ action: string; actor_id: string }>(
    `select action, actor_id from audit_logs where target_id = $1 and action like 'admin.second_factor.%' order by at, id`,
    [lost.id],
  )
  expect(acts).toEqual([
    { action: 'admin.second_factor.on', actor_id: lost.id },
    { action: 'admin.second_factor.off', actor_id: boss.id },
  ])
})

test('staff of merchants have none', async () => {
  const { login } = await aStaffMember(world, { merchantId: await aMerchant(world) })
  const { client } = await clientOf(world, { audience: 'merchant', login })
  for (const one of [client, world.anonymous]) expect((await one.get(ME)).status).toBe(401)
  const more = { secondFactorCode: '000000' } // means nothing at their door
  expect((await tryPassword(world, { audience: 'merchant', login, more })).status).toBe(201)
})
