import { describe, expect, it } from 'vitest'
import { startWorld } from './support/world.ts'

const world = await startWorld()

type Consent = { document: string; version: string; agreedAt: string }

describe('a consent', () => {
  it('is kept once per document and version, with its first time', async () => {
    const { client } = await world.logIn()
    const agree = (body: object) => client.post<Consent>('/users/me/consents', body)
    const first = await agree({ document: 'PRIVACY', version: '2026-01' })
    expect(first).toMatchObject({ status: 201, body: { data: { document: 'PRIVACY', version: '2026-01' } } })
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => agree({ document: 'PRIVACY', version: '2026-01' })),
    )
    expect(new Set(answers.map(({ body }) => body.data.agreedAt))).toEqual(
      new Set([first.body.data.agreedAt]),
    )
    expect((await agree({ document: 'PRIVACY', version: '2026-02' })).status).toBe(201)
  })

  it('names a document that there is', async () => {
    const { client } = await world.logIn()
    expect((await client.post('/users/me/consents', { document: 'LICENCE', version: '1' })).status).toBe(400)
    expect((await client.post('/users/me/consents', { document: 'TERMS', version: '' })).status).toBe(400)
  })
})
