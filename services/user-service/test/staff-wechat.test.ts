import { randomUUID } from 'node:crypto'
import { connect } from '@linli/grpc'
import { UserQueryDefinition } from '@linli/proto/user'
import { afterAll, expect, test } from 'vitest'
import { aMerchant, aStaffMember, clientOf, join } from './support/staff.ts'
import { startWorld } from './support/world.ts'

const world = await startWorld()
const query = connect(UserQueryDefinition, world.grpcAddress, { peer: 'user', deadlineMs: 3_000 })
afterAll(() => query.close())

const PATH = '/merchant/users/me/wechat'
const anOpenid = () => `oStaff${randomUUID()}`
const codeFor = (openid: string) => world.staffCodeFor(openid)

const aClerk = async (merchantId: string, permission = 'order:read') => {
  const role = permission.toUpperCase().replaceAll(/\W/g, '_')
  const seed = { merchantId, role, permissions: [permission] }
  const { id, login, roleId } = await aStaffMember(world, seed)
  const { client } = await clientOf(world, { audience: 'merchant', login })
  return { id, client, roleId }
}
const reachable = async (merchantId: string) =>
  (await query.listReachableStaff({ merchantId, permission: 'order:read' })).staffIds

test('who has bound a phone is reached there, in every shop they may see orders of, and in no other', async () => {
  const [shop, other, third] = [await aMerchant(world), await aMerchant(world), await aMerchant(world)]
  const { id, client, roleId } = await aClerk(shop)
  await join(world, { staffId: id, merchantId: other, roleId })
  expect(await reachable(shop)).toEqual([])
  await expect(query.getStaffWechatIdentity({ staffId: id })).rejects.toMatchObject({ kind: 'not_found' })
  const openid = anOpenid()
  expect((await client.put(PATH, { code: codeFor(openid) })).status).toBe(200)
  expect(await query.getStaffWechatIdentity({ staffId: id })).toMatchObject({
    appId: world.staffAppId,
    openid,
  })
  expect([await reachable(shop), await reachable(other), await reachable(third)]).toEqual([[id], [id], []])
})

test('only members with the permission are told, and nobody who has left', async () => {
  const shop = await aMerchant(world)
  const courier = await aClerk(shop, 'delivery:read')
  const clerk = await aClerk(shop)
  for (const { client } of [courier, clerk]) await client.put(PATH, { code: codeFor(anOpenid()) })
  expect(await reachable(shop)).toEqual([clerk.id])
  await world.database.query(`update memberships set status = 'REMOVED' where staff_id = $1`, [clerk.id])
  expect(await reachable(shop)).toEqual([])
})

test('a phone is one person’s at a time, and a person has one phone, also when two bind at once', async () => {
  const shop = await aMerchant(world)
  const [first, second] = [await aClerk(shop), await aClerk(shop)]
  const openid = anOpenid()
  await first.client.put(PATH, { code: codeFor(openid) })
  await second.client.put(PATH, { code: codeFor(openid) })
  expect(await reachable(shop)).toEqual([second.id])
  const bound = await Promise.all(
    [anOpenid(), anOpenid()].map((own) => first.client.put(PATH, { code: codeFor(own) })),
  )
  expect(bound.map(({ status }) => status)).toEqual([200, 200])
  const rows = await world.database.query('select 1 from staff_wechat_identities where staff_id = $1', [
    first.id,
  ])
  expect(rows).toHaveLength(1)
  expect((await reachable(shop)).toSorted()).toEqual([first.id, second.id].toSorted())
})

test('a code of the residents’ app, or a used one, binds nothing', async () => {
  const { id, client } = await aClerk(await aMerchant(world))
  expect((await client.put(PATH, { code: world.codeFor(anOpenid()) })).body.code).toBe(1101)
  const code = codeFor(anOpenid())
  expect((await client.put(PATH, { code })).status).toBe(200)
  expect((await client.put(PATH, { code })).body.code).toBe(1101)
  expect((await query.getStaffWechatIdentity({ staffId: id })).staffId).toBe(id)
  const { client: resident } = await world.logIn()
  expect((await resident.put(PATH, { code })).status).toBe(401)
})

test('a platform without such an app says so, and reaches nobody there', async () => {
  const plain = await startWorld({ env: { WECHAT_STAFF_APP_FILE: '' } })
  const merchantId = await aMerchant(plain)
  const { login } = await aStaffMember(plain, { merchantId })
  const { client } = await clientOf(plain, { audience: 'merchant', login })
  expect((await client.put(PATH, { code: 'any' })).body.code).toBe(1171)
})
