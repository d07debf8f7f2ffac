import { fakeClock } from '@linli/testing'
import { describe, expect, it } from 'vitest'
import { aMerchant, anAdmin, aStaffMember, clientOf } from './support/staff.ts'
import { licences, startWorld } from './support/world.ts'

const world = await startWorld({ clock: fakeClock(new Date()) })
const ME = '/merchant/merchants/me'
const SUBMIT = `${ME}/submissions`
const PHONE = '13800138222'
const written = {
  name: '禾鲜果铺',
  legalName: '杭州禾鲜果品有限公司',
  licenceNumber: '91330100MA27XXXX0K',
  contactName: '周敏',
  contactPhone: PHONE,
}

type View = { id: string; status: string; version: number; decidedBy: string | null; reason: string | null }

const shop = async (status = 'APPROVED') => {
  const merchantId = await aMerchant(world, '旧名')
  await world.database.query('update merchants set status = $2 where id = $1', [merchantId, status])
  const { login } = await aStaffMember(world, { merchantId })
  const { client } = await clientOf(world, { audience: 'merchant', login })
  const state = async () => (await client.get<{ status: string; name: string }>(ME)).body.data
  const licenceKey = `products/${merchantId}/licence.jpg`
  licences.set(licenceKey, { merchantId })
  return { merchantId, client, state, documents: { ...written, licenceKey } }
}
const auditor = async () => {
  const { id, login } = await anAdmin(world)
  return { id, ...(await clientOf(world, { audience: 'admin', login })) }
}

describe('documents of a shop', () => {
  it('are approved once, by one of two at the same time', async () => {
    const { merchantId, client, state, documents } = await shop('DRAFT')
    const { client: admin, id: adminId } = await auditor()
    const draft = await client.put<View>(ME, { ...documents, version: 0 })
    expect(draft).toMatchObject({ status: 200, body: { data: { status: 'DRAFT', version: 1 } } })
    expect(JSON.stringify(draft.body)).not.toContain(PHONE)
    expect((await client.post(SUBMIT, { version: 1 })).status).toBe(200)
    expect(await state()).toMatchObject({ status: 'SUBMITTED', name: '旧名' })
    const audit = { decision: 'approve', reason: '资料齐全', version: 2 }
    const both = await Promise.all([
      admin.post(`/admin/merchants/${merchantId}/audits`, audit),
      admin.post(`/admin/merchants/${merchantId}/audits`, audit),
    ])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(await state()).toMatchObject({ status: 'APPROVED', name: documents.name })
    const { items } = (await admin.get<{ items: View[] }>(`/admin/merchants/${merchantId}/submissions`)).body
      .data
    expect(items).toMatchObject([{ status: 'APPROVED', decidedBy: adminId, reason: '资料齐全' }])
    const rows = await world.database.query<{ sealed: string }>(
      'select sealed from merchant_submissions where merchant_id = $1',
      [merchantId],
    )
    expect(rows[0]?.sealed).not.toContain(documents.licenceNumber)
  })

  it('that were edited during the audit are not decided', async () => {
    const { merchantId, client, state, documents } = await shop('DRAFT')
    const { client: admin } = await auditor()
    await client.put(ME, { ...documents, version: 0 })
    await client.post(SUBMIT, { version: 1 })
    expect((await client.put(ME, { ...documents, name: '另一家', version: 2 })).status).toBe(200)
    const audit = { decision: 'approve', reason: '资料齐全', version: 2 }
    expect((await admin.post(`/admin/merchants/${merchantId}/audits`, audit)).status).toBe(409)
    expect(await state()).toMatchObject({ status: 'SUBMITTED', name: '旧名' })
  })

  it('leave a shop selling while they wait and when they are rejected', async () => {
    const { merchantId, client, state, documents } = await shop()
    const { client: admin } = await auditor()
    await client.put(ME, { ...documents, version: 0 })
    await client.post(SUBMIT, { version: 1 })
    expect(await state()).toMatchObject({ status: 'APPROVED', name: '旧名' })
    const audit = { decision: 'reject', reason: '执照模糊', version: 2 }
    expect((await admin.post(`/admin/merchants/${merchantId}/audits`, audit)).status).toBe(200)
    expect(await state()).toMatchObject({ status: 'APPROVED', name: '旧名' })
    expect((await client.put(ME, { ...documents, version: 0 })).status).toBe(200)
  })

  it("are the owner's alone: no other shop, no clerk, no merchant decides", async () => {
    const { merchantId, client, documents } = await shop('DRAFT')
    const other = await shop('DRAFT')
    await client.put(ME, { ...documents, version: 0 })
    expect((await other.client.post(SUBMIT, { version: 1 })).status).toBe(409)
    expect((await other.client.put(ME, { ...documents, merchantId, version: 1 })).status).not.toBe(200)
    const audit = { decision: 'approve', reason: '资料齐全', version: 1 }
    expect((await client.post(`/admin/merchants/${merchantId}/audits`, audit)).status).toBe(401)
    const seed = { merchantId, role: 'CLERK', permissions: ['order:read'] }
    const { login } = await aStaffMember(world, seed)
    const { client: clerk } = await clientOf(world, { audience: 'merchant', login })
    expect((await clerk.put(ME, { ...documents, version: 1 })).status).toBe(403)
  })

  it('name a licence that this shop has uploaded, and that is a picture', async () => {
    const { merchantId, client, documents } = await shop('DRAFT')
    const other = await shop('DRAFT')
    const stolen = { ...documents, licenceKey: other.documents.licenceKey, version: 0 }
    expect((await client.put(ME, stolen)).body.code).toBe(1160)
    licences.set(documents.licenceKey, { merchantId, refusal: 'CONTENT' })
    expect((await client.put(ME, { ...documents, version: 0 })).body.code).toBe(1160)
    expect((await client.get<{ items: View[] }>(SUBMIT)).body.data.items).toEqual([])
  })

  it('are seen by the platform beside who works there', async () => {
    const { merchantId, client, documents } = await shop('DRAFT')
    const { client: admin } = await auditor()
    await client.put(ME, { ...documents, version: 0 })
    const path = `/admin/merchants/${merchantId}`
    const seen = await admin.get<{ items: object[] }>(`${path}/submissions`)
    expect(seen.body.data.items).toMatchObject([
      {
        licenceNumber: documents.licenceNumber,
        licenceUrl: `https://oss.example.com/${documents.licenceKey}`,
        contactNameMasked: '周*',
        contactPhoneMasked: '138****8222',
      },
    ])
    expect((await client.get<{ items: object[] }>(SUBMIT)).body.data.items).toEqual(seen.body.data.items)
    const staff = await admin.get<{ items: { roles: { code: string }[] }[] }>(`${path}/staff`)
    expect(staff.body.data.items).toMatchObject([{ roles: [{ code: 'OWNER' }] }])
    expect((await client.get(`${path}/staff`)).status).toBe(401)
  })
})
