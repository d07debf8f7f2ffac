import { randomUUID } from 'node:crypto'
import { connect } from '@linli/grpc'
import { UserQueryDefinition } from '@linli/proto/user'
import { afterAll, expect, test } from 'vitest'
import { anAdmin, clientOf } from './support/staff.ts'
import { startWorld } from './support/world.ts'

const world = await startWorld()
const query = connect(UserQueryDefinition, world.grpcAddress, { peer: 'user' })
afterAll(() => query.close())
const clientWith = async (role: string, ...permissions: string[]) => {
  const { login } = await anAdmin(world, { role, permissions })
  return (await clientOf(world, { audience: 'admin', login })).client
}
const admin = await clientWith('TAGGER', 'user:read', 'tag:write')

type Tag = { id: string; name: string; users: number }
type User = { id: string; tags: { id: string; name: string }[] }

const aTag = async (name = `标签${randomUUID().slice(0, 8)}`) =>
  (await admin.post<Tag>('/admin/tags', { name })).body.data.id
const give = (userId: string, ...tagIds: string[]) =>
  admin.put<User>(`/admin/users/${userId}/tags`, { tagIds })
const tagsNow = async () => (await admin.get<{ items: Tag[] }>('/admin/tags')).body.data.items

test('tags are given and taken; the user shows them, the list is filtered by them, the audit log knows', async () => {
  const [one, two] = [await world.logIn(), await world.logIn()]
  const [loyal, choosy] = [await aTag('老客户'), await aTag('爱挑')]
  expect((await give(one.user.id, loyal, choosy)).body.data.tags.map(({ name }) => name).toSorted()).toEqual(
    ['老客户', '爱挑'].toSorted(),
  )
  await give(two.user.id, loyal)
  expect((await tagsNow()).find(({ id }) => id === loyal)).toMatchObject({ name: '老客户', users: 2 })
  const found = await admin.get<{ items: User[]; total: number }>(`/admin/users?tagId=${choosy}`)
  expect(found.body.data).toMatchObject({ total: 1, items: [{ id: one.user.id }] })
  expect(found.body.data.items[0]?.tags).toHaveLength(2)
  await give(one.user.id, loyal)
  const after = await admin.get<User>(`/admin/users/${one.user.id}`)
  expect(after.body.data.tags).toEqual([{ id: loyal, name: '老客户' }])
  const lines = await world.database.query<{ details: { before: string[]; after: string[] } }>(
    `select details from audit_logs where action = 'user.tags.change' and target_id = $1 order by at, id`,
    [one.user.id],
  )
  expect(lines.at(-1)?.details.after).toEqual(['老客户'])
  expect(lines).toHaveLength(2)
})

test('a tag has one name, is renamed and deleted; nobody keeps a deleted one', async () => {
  const { user } = await world.logIn()
  const id = await aTag('团长候选')
  expect((await admin.post('/admin/tags', { name: ' 团长候选 ' })).body.code).toBe(1152)
  const other = await aTag('常退货')
  expect((await admin.put(`/admin/tags/${other}`, { name: '团长候选' })).body.code).toBe(1152)
  expect((await admin.put(`/admin/tags/${id}`, { name: '团长' })).status).toBe(200)
  await give(user.id, id, other)
  expect((await admin.delete(`/admin/tags/${id}`)).status).toBe(200)
  expect((await admin.get<User>(`/admin/users/${user.id}`)).body.data.tags).toEqual([
    { id: other, name: '常退货' },
  ])
  expect((await give(user.id, id)).body.code).toBe(1151)
  expect((await admin.delete(`/admin/tags/${id}`)).status).toBe(404)
  expect((await admin.post('/admin/tags', { name: '  ' })).status).toBe(400)
  expect((await give(randomUUID(), other)).status).toBe(404)
  const reader = await clientWith('READER', 'user:read')
  expect((await reader.post('/admin/tags', { name: '不行' })).status).toBe(403)
})

test('other services ask who has a tag, page by page; the banned get nothing', async () => {
  const tagId = await aTag()
  const users = [await world.logIn(), await world.logIn(), await world.logIn()].map(({ user }) => user.id)
  for (const userId of users) await give(userId, tagId)
  const [banned = '', ...rest] = users.toSorted()
  await world.database.query(`update users set status = 'DISABLED' where id = $1`, [banned])
  const first = await query.listTagUserIds({ tagId, limit: 1 })
  expect(first.userIds).toEqual(rest.slice(0, 1))
  const second = await query.listTagUserIds({ tagId, afterId: first.userIds[0], limit: 10 })
  expect(second.userIds).toEqual(rest.slice(1))
  await expect(query.listTagUserIds({ tagId: randomUUID(), limit: 1 })).rejects.toThrow()
})
