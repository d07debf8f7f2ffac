import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '@linli/testing'
import { expect, it } from 'vitest'
import { makeFirstAdmin } from '../src/admins/admin.jobs.ts'
import { clientOf, tryPassword } from './support/staff.ts'
import { startWorld } from './support/world.ts'

const PASSWORD = 'Opening-Day-2026'
const file = join(await mkdtemp(join(tmpdir(), 'linli-first-admin-')), 'password')
await writeFile(file, `${PASSWORD}\n`)
const world = await startWorld({ env: { FIRST_ADMIN_LOGIN: 'founder', FIRST_ADMIN_PASSWORD_FILE: file } })

const founder = { audience: 'admin', login: 'founder', password: PASSWORD } as const
const admins = () => world.database.query<{ name: string }>('select name from admins')

it('a new installation gets one super administrator, who must replace the password first', async () => {
  await eventually(async () => expect(await admins()).toHaveLength(1))
  expect((await tryPassword(world, founder)).status).toBeGreaterThanOrEqual(400)
  const { client, session } = await clientOf(world, {
    ...founder,
    more: { newPassword: 'Second-Day-2026' },
  })
  expect(session.roles).toEqual(['SUPER_ADMIN'])
  expect((await client.get('/admin/admins')).status).toBe(200)
  const [line] = await world.database.query('select actor_type, action from audit_logs order by at limit 1')
  expect(line).toEqual({ actor_type: 'system', action: 'admin.create' })
})

it('makes one, however many replicas try at once', async () => {
  await world.database.query('delete from admin_roles')
  await world.database.query(`delete from credentials where audience = 'admin'`)
  await world.database.query('delete from admins')
  const made = await Promise.all(Array.from({ length: 8 }, () => makeFirstAdmin.run(world.deps)))
  expect(made.toSorted()).toEqual([0, 0, 0, 0, 0, 0, 0, 1])
  expect(await admins()).toHaveLength(1)
})

it('makes nobody again when everybody has been removed', async () => {
  await world.database.query(`update admins set status = 'REMOVED'`)
  expect(await makeFirstAdmin.run(world.deps)).toBe(0)
})
