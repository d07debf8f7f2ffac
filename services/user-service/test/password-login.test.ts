import { apiClient, fakeClock } from '@linli/testing'
import { describe, expect, it } from 'vitest'
import { aMerchant, anAdmin, aStaffMember, clientOf, PASSWORD, tryPassword } from './support/staff.ts'
import { startWorld, type World } from './support/world.ts'

const clock = fakeClock(new Date())
const world = await startWorld({ clock })

const admin = (login: string, password = PASSWORD, more: Record<string, string> = {}) =>
  tryPassword(world, { audience: 'admin', login, password, more })

/** Reads the captcha as its maker stored it: the test has the hash key, a robot has not. */
async function solveCaptcha(from: World): Promise<{ captchaId: string; captchaAnswer: string }> {
  const { captchaId } = (await from.anonymous.get<{ captchaId: string }>('/admin/auth/captchas')).body.data
  const [row] = await from.database.query<{ answer_hash: string }>(
    'select answer_hash from captchas where id = $1',
    [captchaId],
  )
  const digits = [...'02345689']
  for (const a of digits)
    for (const b of digits)
      for (const c of digits)
        for (const d of digits) {
          const captchaAnswer = a + b + c + d
          if (from.deps.vault.index(`captcha:${captchaId}:${captchaAnswer}`) === row?.answer_hash)
            return { captchaId, captchaAnswer }
        }
  throw new Error('no answer fits the captcha')
}

describe('password login', () => {
  it('gives staff their shop, roles and permissions', async () => {
    const merchantId = await aMerchant(world)
    const { id, login } = await aStaffMember(world, {
      merchantId,
      role: 'VERIFIER',
      permissions: ['pickup:verify', 'order:read'],
    })
    const answer = await tryPassword(world, { audience: 'merchant', login: ` ${login.toUpperCase()} ` })
    expect(answer).toMatchObject({
      status: 201,
      body: { data: { id, merchantId, roles: ['VERIFIER'], permissions: ['order:read', 'pickup:verify'] } },
    })
  })

  it('answers alike for a wrong password and an account that does not exist', async () => {
    const { login } = await anAdmin(world)
    const wrong = await admin(login, 'Wrong-Horse-1')
    const nobody = await admin('nobody-here', 'Wrong-Horse-1')
    expect(wrong.status).toBe(401)
    expect({ ...wrong.body, timestamp: 0 }).toEqual({ ...nobody.body, timestamp: 0 })
  })

  it('does not let a resident in by the wrong door', async () => {
    const merchantId = await aMerchant(world)
    const { login } = await aStaffMember(world, { merchantId })
    expect((await admin(login)).status).toBe(401)
  })

  it('asks for a captcha after three failures, each good for one try', async () => {
    const { login } = await anAdmin(world)
    for (let i = 0; i < 3; i += 1) expect((await admin(login, 'Wrong-Horse-1')).body.code).toBe(1105)
    expect((await admin(login)).body.code).toBe(1107)
    const { captchaId } = (await world.anonymous.get<{ captchaId: string }>('/admin/auth/captchas')).body.data
    expect((await admin(login, PASSWORD, { captchaId, captchaAnswer: '1111' })).body.code).toBe(1108)
    const solved = await solveCaptcha(world)
    expect((await admin(login, 'Wrong-Horse-1', solved)).body.code).toBe(1105)
    expect((await admin(login, PASSWORD, solved)).body.code).toBe(1108)
    expect((await admin(login, PASSWORD, await solveCaptcha(world))).status).toBe(201)
    expect((await admin(login)).status).toBe(201)
  })

  it('draws captchas without their answer in the file', async () => {
    const { body } = await world.anonymous.get<{ svg: string }>('/admin/auth/captchas')
    expect(body.data.svg).toMatch(/^<svg/)
    expect(body.data.svg).not.toMatch(/<text/)
  })

  it('locks an account for fifteen minutes after five failures, right password or not', async () => {
    const { login } = await anAdmin(world)
    for (let i = 0; i < 3; i += 1) await admin(login, 'Wrong-Horse-1')
    for (let i = 0; i < 2; i += 1) await admin(login, 'Wrong-Horse-1', await solveCaptcha(world))
    const locked = await admin(login)
    expect(locked).toMatchObject({ status: 429, body: { code: 1106 } })
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(890)
    clock.advance(15 * 60_000)
    expect((await admin(login)).status).toBe(201)
  })

  it('checks no more than five of fifty parallel guesses', async () => {
    const { login } = await anAdmin(world)
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => admin(login, `Guess-Horse-${i}`)))
    expect(answers.filter(({ body }) => body.code === 1105).length).toBeLessThanOrEqual(5)
    expect(answers.filter(({ status }) => status === 201)).toEqual([])
  })

  it('records who tried, masked', async () => {
    const { id, login } = await anAdmin(world)
    await admin(login, 'Wrong-Horse-1')
    clock.advance(1)
    await admin(login)
    const rows = await world.database.query<{ outcome: string; reason: string; login_masked: string }>(
      'select outcome, reason, login_masked from login_logs where subject_id = $1 order by at, id',
      [id],
    )
    expect(rows).toEqual([
      { outcome: 'REFUSED', reason: 'WRONG_PASSWORD', login_masked: 'ad***' },
      { outcome: 'SUCCEEDED', reason: '', login_masked: 'ad***' },
    ])
  })
})

describe('a password', () => {
  it('that somebody else chose is replaced at the first login', async () => {
    const { login } = await anAdmin(world, { mustChange: true })
    expect((await admin(login)).body.code).toBe(1109)
    expect((await admin(login, PASSWORD, { newPassword: 'short1' })).body.code).toBe(1110)
    expect((await admin(login, PASSWORD, { newPassword: PASSWORD })).body.code).toBe(1111)
    expect((await admin(login, PASSWORD, { newPassword: 'Battery-Staple-2' })).status).toBe(201)
    expect((await admin(login)).body.code).toBe(1105)
    expect((await admin(login, 'Battery-Staple-2')).status).toBe(201)
  })

  it('change ends every session within a second and gives this one a new pair', async () => {
    const { login } = await anAdmin(world)
    const one = await clientOf(world, { audience: 'admin', login })
    const two = await clientOf(world, { audience: 'admin', login })
    const changed = await one.client.put<{ accessToken: string }>('/admin/admins/me/password', {
      password: PASSWORD,
      newPassword: 'Battery-Staple-3',
    })
    expect(changed.status).toBe(201)
    clock.advance(1_000)
    expect((await one.client.get('/admin/admins/me')).status).toBe(401)
    expect((await two.client.get('/admin/admins/me')).status).toBe(401)
    const { refreshToken } = two.session
    expect((await world.anonymous.post('/admin/auth/tokens', { refreshToken })).status).toBe(401)
    const fresh = apiClient(world.url, changed.body.data.accessToken)
    expect((await fresh.get('/admin/admins/me')).status).toBe(200)
  })

  it('is none of the last three', async () => {
    const { login } = await anAdmin(world)
    let password = PASSWORD
    for (const next of ['Battery-Staple-4', 'Battery-Staple-5', 'Battery-Staple-6']) {
      expect((await admin(login, password, { newPassword: next })).status).toBe(201)
      password = next
      clock.advance(1)
    }
    expect((await admin(login, password, { newPassword: PASSWORD })).body.code).toBe(1111)
    expect((await admin(login, password, { newPassword: 'Battery-Staple-7' })).status).toBe(201)
    clock.advance(1)
    expect((await admin(login, 'Battery-Staple-7', { newPassword: PASSWORD })).status).toBe(201)
  })
})

describe('an address', () => {
  it('is locked after its own failures, whatever accounts they were for', async () => {
    const strict = await startWorld({ env: { LOGIN_MAX_FAILURES_PER_IP: '5' } })
    const { login } = await anAdmin(strict)
    const guess = (name: string, more: Record<string, string> = {}) =>
      tryPassword(strict, { audience: 'admin', login: name, password: 'Wrong-Horse-1', more })
    for (let i = 0; i < 3; i += 1) await guess(`ghost${i}`)
    for (let i = 3; i < 5; i += 1) await guess(`ghost${i}`, await solveCaptcha(strict))
    expect((await tryPassword(strict, { audience: 'admin', login })).body.code).toBe(1106)
    await strict.stop()
  })
})
