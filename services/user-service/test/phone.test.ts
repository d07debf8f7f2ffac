import { expect, test } from 'vitest'
import { startWorld } from './support/world.ts'

const world = await startWorld()

/** A resident who has accepted the privacy policy, as the client makes everybody do at log-in. */
async function aResident() {
  const session = await world.logIn()
  await session.client.post('/users/me/consents', { document: 'PRIVACY', version: '2026-01' })
  return session
}
const codeOf = (phone: string) => world.simulator.control.phoneCode({ phone }).code
const bind = (client: Awaited<ReturnType<typeof aResident>>['client'], code: string) =>
  client.put<{ phoneMasked: string }>('/users/me/phone', { code })

test('the number WeChat vouches for is bound, sealed, and shown without its middle', async () => {
  const { client, user } = await aResident()
  expect((await bind(client, codeOf('13800001111'))).body.data).toMatchObject({ phoneMasked: '138****1111' })
  const [row] = await world.database.query('select * from users where id = $1', [user.id])
  expect(JSON.stringify(row)).not.toContain('13800001111')
  expect((await bind(client, codeOf('13900002222'))).body.data).toMatchObject({ phoneMasked: '139****2222' })
  const logs = await world.database.query<{ details: { phone: string } }>(
    `select details from audit_logs where target_id = $1 and action = 'user.phone.bind' order by at`,
    [user.id],
  )
  expect(logs.map(({ details }) => details.phone)).toEqual(['138****1111', '139****2222'])
})

test('a code works once, and one that was never given does not', async () => {
  const { client } = await aResident()
  const code = codeOf('13800003333')
  expect((await bind(client, code)).status).toBe(200)
  expect(await bind(client, code)).toMatchObject({ status: 422, body: { code: 1145 } })
  expect(await bind(client, 'nobody-gave-it')).toMatchObject({ status: 422, body: { code: 1145 } })
})

test('a number of another account is refused, also when twenty want it at once; its own is no change', async () => {
  const phone = '13800004444'
  const [first, second] = [await aResident(), await aResident()]
  expect((await bind(first.client, codeOf(phone))).status).toBe(200)
  expect(await bind(second.client, codeOf(phone))).toMatchObject({ status: 409, body: { code: 1147 } })
  expect((await bind(first.client, codeOf(phone))).status).toBe(200)
  const many = await Promise.all(Array.from({ length: 20 }, aResident))
  const answers = await Promise.all(many.map(({ client }) => bind(client, codeOf('13800005555'))))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.filter(({ body }) => body.code === 1147)).toHaveLength(19)
})

test('nothing is asked of WeChat before the privacy policy was accepted', async () => {
  const { client } = await world.logIn()
  const code = codeOf('13800006666')
  expect(await bind(client, code)).toMatchObject({ status: 422, body: { code: 1148 } })
  await client.post('/users/me/consents', { document: 'PRIVACY', version: '2026-01' })
  expect((await bind(client, code)).status).toBe(200)
})

test('a token that WeChat takes back is asked for again once; a silent WeChat is a 503', async () => {
  const { client } = await aResident()
  expect((await bind(client, codeOf('13800007777'))).status).toBe(200)
  await world.simulator.control.clock.advance(7_300_000)
  expect((await bind(client, codeOf('13800008888'))).status).toBe(200)
  const fault = world.simulator.control.faults.set({
    kind: 'reset_before',
    route: 'mp.phone',
    times: 'always',
  })
  expect(await bind(client, codeOf('13800009999'))).toMatchObject({ status: 503, body: { code: 1103 } })
  world.simulator.control.faults.clear(fault.id)
})

test('a code of a number outside of mainland China binds nothing', async () => {
  const { client, user } = await aResident()
  expect(await bind(client, codeOf('51234567'))).toMatchObject({ status: 422, body: { code: 1146 } })
  const [row] = await world.database.query<{ phone_index: string | null }>(
    'select phone_index from users where id = $1',
    [user.id],
  )
  expect(row?.phone_index).toBeNull()
})
