import { connect } from '@linli/grpc'
import { UserQueryDefinition } from '@linli/proto/user'
import { afterAll, describe, expect, it } from 'vitest'
import { CLOSED_POINT, COMMUNITY, INSIDE, OUTSIDE, POINT, portraits, startWorld } from './support/world.ts'

const world = await startWorld()
const query = connect(UserQueryDefinition, world.grpcAddress, { peer: 'user' })
afterAll(() => query.close())

describe('a profile', () => {
  it('changes field by field, on the version that was read', async () => {
    const { client } = await world.logIn()
    const first = await client.put('/users/me', { version: 1, nickname: ' 小满妈妈 ', gender: 'FEMALE' })
    expect(first.body.data).toMatchObject({
      nickname: '小满妈妈',
      gender: 'FEMALE',
      birthday: null,
      version: 2,
    })
    const second = await client.put('/users/me', { version: 2, birthday: '1990-05-01' })
    expect(second.body.data).toMatchObject({ nickname: '小满妈妈', birthday: '1990-05-01', version: 3 })
    expect((await client.put('/users/me', { version: 3, birthday: null })).body.data).toMatchObject({
      birthday: null,
    })
    expect(await client.put('/users/me', { version: 2, nickname: '旧' })).toMatchObject({
      status: 409,
      body: { code: 1005 },
    })
  })

  it('takes one of fifty changes made on the same version', async () => {
    const { client } = await world.logIn()
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => client.put('/users/me', { version: 1, nickname: `邻${i}` })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('refuses names of the platform, invisible characters, and pictures from elsewhere', async () => {
    const { client } = await world.logIn()
    const refused = async (change: object) =>
      (await client.put('/users/me', { version: 1, ...change })).body.code
    expect(await refused({ nickname: '官方客服' })).toBe(1118)
    expect(await refused({ nickname: '小\u200b满' })).toBe(1118)
    expect(await refused({ nickname: '   ' })).toBe(1118)
    expect(await refused({ avatarUrl: 'https://evil.example.com/a.jpg' })).toBe(1001)
    expect(await refused({ birthday: '2090-01-01' })).toBe(1125)
  })

  it('shows a portrait that its owner has uploaded and that is a picture', async () => {
    const { client, user } = await world.logIn()
    const key = (name: string) => `portraits/${name}.png`
    portraits.set(key('mine'), { userId: user.id })
    portraits.set(key('script'), { userId: user.id, refusal: 'content' })
    portraits.set(key('another'), { userId: 'somebody-else' })
    const put = (avatarKey: string, version: number) => client.put('/users/me', { version, avatarKey })
    for (const name of ['script', 'another', 'missing'])
      expect(await put(key(name), 1), name).toMatchObject({ status: 422, body: { code: 1119 } })
    expect((await put(key('mine'), 1)).body.data).toMatchObject({
      avatarUrl: 'https://oss.example.com/portraits/mine.png',
    })
  })

  it('keeps name and id number sealed and never shows them', async () => {
    const { client, user } = await world.logIn()
    const identity = { realName: '陈小曦', idNumber: '330108199005010000' }
    const answer = await client.put('/users/me', { version: 1, identity })
    expect(answer.body.data).toMatchObject({ hasIdentity: true })
    const rows = await world.database.query('select * from users where id = $1', [user.id])
    for (const text of [JSON.stringify(answer.body), JSON.stringify(rows)]) {
      expect(text).not.toContain(identity.realName)
      expect(text).not.toContain(identity.idNumber)
    }
  })
})

describe('where a user shops', () => {
  it('is chosen by point, by community or by location, and told to other services', async () => {
    const { client, user } = await world.logIn()
    const put = (body: object) => client.put('/users/me/pickup-point', body)
    const here = { communityId: COMMUNITY, pickupPointId: POINT }
    expect((await put(INSIDE)).body.data).toEqual(here)
    expect((await put({ communityId: COMMUNITY })).body.data).toEqual(here)
    expect((await put({ pickupPointId: POINT })).body.data).toEqual(here)
    expect(await query.getUser({ userId: user.id })).toMatchObject(here)
  })

  it('is somewhere that is served', async () => {
    const { client } = await world.logIn()
    const code = async (body: object) => (await client.put('/users/me/pickup-point', body)).body.code
    expect(await code(OUTSIDE)).toBe(1123)
    expect(await code({ pickupPointId: CLOSED_POINT })).toBe(1124)
    expect(await code({ pickupPointId: '01900000-0000-7000-8000-00000000d999' })).toBe(404)
    expect(await code({})).toBe(1001)
  })
})

describe('other services', () => {
  it('learn openids only of users who have one in that app', async () => {
    const { user } = await world.logIn('oKnownHere')
    expect(await query.getWechatIdentity({ userId: user.id, appId: world.appId })).toMatchObject({
      openid: 'oKnownHere',
    })
    await expect(query.getWechatIdentity({ userId: user.id, appId: 'wx0' })).rejects.toMatchObject({
      code: 1117,
    })
  })

  it('get an answer for every id they ask for, found or missing', async () => {
    const { user } = await world.logIn()
    const missing = '01900000-0000-7000-8000-000000000000'
    const answer = await query.batchGetUsers({ userIds: [user.id, missing, user.id] })
    expect({ found: answer.users.map(({ userId }) => userId), missing: answer.missingIds }).toEqual({
      found: [user.id],
      missing: [missing],
    })
    await expect(query.getUser({ userId: missing })).rejects.toMatchObject({ code: 1116, kind: 'not_found' })
  })
})
