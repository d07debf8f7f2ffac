import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '@linli/grpc'
import { ProductQueryDefinition } from '@linli/proto/product'
import { generateKeys, KEY_FILES, startSimulator } from '@linli/simulator'
import { afterAll, expect, test } from 'vitest'
import { startProduct } from './setup.ts'

const keysDir = mkdtempSync(join(tmpdir(), 'linli-product-keys-'))
await generateKeys(keysDir)
const simulator = await startSimulator({ keysDir })
const service = await startProduct({
  storageUrl: simulator.url,
  env: { OSS_FILE: join(keysDir, KEY_FILES.oss) },
})
const query = connect(ProductQueryDefinition, service.grpcAddress, { peer: 'product', deadlineMs: 5_000 })
afterAll(async () => {
  query.close()
  await service.stop()
  await simulator.close()
  rmSync(keysDir, { recursive: true })
})

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
type UploadForm = { key: string; url: string; fields: Record<string, string>; publicUrl: string }
type Client = Awaited<ReturnType<typeof service.as.user>>

const announce = (client: Client, contentType: string, sizeBytes: number) =>
  client.post<UploadForm>('/uploads', { contentType, sizeBytes })

async function upload(client: Client, content: Buffer): Promise<UploadForm> {
  const { data } = (await announce(client, 'image/png', content.length)).body
  const form = new FormData()
  for (const [name, value] of Object.entries(data.fields)) form.append(name, value)
  form.append('file', new Blob([new Uint8Array(content)], { type: 'image/png' }), 'me.png')
  expect((await fetch(data.url, { method: 'POST', body: form })).status).toBe(200)
  return data
}

test('a resident uploads a portrait, and others may ask whether it is one', async () => {
  const userId = randomUUID()
  const resident = await service.as.user(userId)
  const { key, publicUrl } = await upload(resident, PNG)
  expect(key).toMatch(new RegExp(`^portraits/${userId}/`))
  expect((await fetch(publicUrl)).status).toBe(200)
  expect(await query.getUpload({ objectKey: key, userId })).toMatchObject({
    publicUrl,
    contentType: 'image/png',
    refusal: undefined,
  })
})

test('a script that says it is a picture is found out', async () => {
  const userId = randomUUID()
  const { key } = await upload(await service.as.user(userId), Buffer.from('<script>alert(1)</script>'))
  expect(await query.getUpload({ objectKey: key, userId })).toMatchObject({ refusal: 'content' })
})

test('nobody has another’s file, nor one that never arrived', async () => {
  const [owner, thief] = [randomUUID(), randomUUID()]
  const { key } = await upload(await service.as.user(owner), PNG)
  const announced = (await announce(await service.as.user(owner), 'image/png', 10)).body.data.key
  for (const asked of [
    { objectKey: key, userId: thief },
    { objectKey: announced, userId: owner },
    { objectKey: 'portraits/x.png', userId: owner },
  ])
    await expect(query.getUpload(asked)).rejects.toMatchObject({ code: 1230 })
})

test('a portrait is small, and no film', async () => {
  const resident = await service.as.user(randomUUID())
  expect(await announce(resident, 'video/mp4', 10)).toMatchObject({ status: 400, body: { code: 1001 } })
  expect(await announce(resident, 'image/png', 3_000_000)).toMatchObject({
    status: 400,
    body: { code: 1001 },
  })
  expect(await announce(resident, 'image/svg+xml', 10)).toMatchObject({ status: 400, body: { code: 1001 } })
})
