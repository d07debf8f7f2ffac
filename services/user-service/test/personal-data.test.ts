import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { inTransaction } from '@linli/events'
import { createVault } from '@linli/service'
import { afterAll, describe, expect, it } from 'vitest'
import type { Work } from '../src/deps.ts'
import { rotatePersonalData } from '../src/personal-data/rotate-personal-data.ts'
import { INSIDE, startWorld } from './support/world.ts'

const directory = await mkdtemp(join(tmpdir(), 'linli-data-keys-'))
afterAll(() => rm(directory, { recursive: true }))
const hex = () => randomBytes(32).toString('hex')
const [k1, k2, indexKey] = [hex(), hex(), hex()]
const oldKeys = join(directory, 'old.json')
const newKeys = join(directory, 'new.json')
await writeFile(oldKeys, JSON.stringify({ current: 'k1', keys: { k1 }, indexKey }))
await writeFile(newKeys, JSON.stringify({ current: 'k2', keys: { k1, k2 }, indexKey }))

const world = await startWorld({ env: { DATA_KEYS_FILE: oldKeys } })
const secret = { recipientName: '欧阳小曦', phone: '13812345678', street: '秘密大道', detail: '七幢七零七室' }
const address = { ...secret, province: '浙江省', city: '杭州市', district: '滨江区', ...INSIDE }

describe('personal data', () => {
  it('is in clear in no column of any table, the outbox included', async () => {
    const { client } = await world.logIn('oPrivate')
    expect((await client.post('/addresses', address)).status).toBe(201)
    expect(
      (
        await client.put('/users/me', {
          version: 1,
          identity: { realName: '欧阳小曦', idNumber: '330108199005010000' },
        })
      ).status,
    ).toBe(200)
    const tables = await world.database.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'user'`,
    )
    for (const { name } of tables) {
      const rows = await world.database.query<{ text: string }>(`select t::text as text from "${name}" t`)
      const text = rows.map((row) => row.text).join('\n')
      for (const plain of [...Object.values(secret), '330108199005010000'])
        expect(text, name).not.toContain(plain)
    }
  })

  it('never reaches the log', async () => {
    const lines: string[] = []
    const write = process.stdout.write
    const collect = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk))
        done()
      },
    })
    process.stdout.write = collect.write.bind(collect) as typeof write
    try {
      const loud = await startWorld({ env: { LOG_LEVEL: 'trace', DATA_KEYS_FILE: oldKeys } })
      const { client, accessToken, refreshToken } = await loud.logIn('oLoudPerson')
      await client.post('/addresses', address)
      await client.post('/addresses', { ...address, lng: 122 })
      await client.post('/addresses', { ...address, phone: `${secret.phone}000` })
      await loud.stop()
      const text = lines.join('')
      for (const plain of [...Object.values(secret), 'oLoudPerson', accessToken, refreshToken])
        expect(text).not.toContain(plain)
    } finally {
      process.stdout.write = write
    }
  })

  it('moves to a new key, readable all the time', async () => {
    const { client, user } = await world.logIn('oRotating')
    const { id } = (await client.post<{ id: string }>('/addresses', address)).body.data
    const vault = createVault(newKeys)
    const limit = 10
    let rotated = 0
    for (;;) {
      const count = await inTransaction(world.deps, (work: Work) =>
        rotatePersonalData(work, { vault, limit }),
      )
      if (count === 0) break
      rotated += count
    }
    expect(rotated).toBeGreaterThan(0)
    const [row] = await world.database.query<{ contact_sealed: string; user_id: string }>(
      'select contact_sealed, user_id from addresses where id = $1',
      [id],
    )
    expect(row?.user_id).toBe(user.id)
    expect(row?.contact_sealed).toMatch(/^k2\./)
    expect(JSON.parse(vault.open(row?.contact_sealed ?? ''))).toMatchObject(secret)
  })
})
