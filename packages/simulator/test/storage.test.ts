import { afterEach, describe, expect, it } from 'vitest'
import { canonicalOss, ossStringToSign, signOss } from '../src/storage/oss-signature.ts'
import { useSimulator } from './support/simulator.ts'

const world = useSimulator()
const PNG = Buffer.from('89504e470d0a1a0a', 'hex')
const MINUTE = 60_000

afterEach(() => world().sim.control.reset())

const basicIso = (at: number) => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')
const scopeOf = (dateTime: string) => ({ date: dateTime.slice(0, 8), region: world().keys.oss.region })
const bucketUrl = () => `${world().sim.url}/oss/${world().keys.oss.bucket}`

type SignOptions = { at?: number; expires?: number; headers?: Record<string, string>; secret?: string }

/** A presigned URL, as our own driver would make it. */
function presign(method: string, key: string, options: SignOptions = {}): string {
  const { oss } = world().keys
  const dateTime = basicIso(options.at ?? Date.now())
  const scope = scopeOf(dateTime)
  const query: [string, string][] = [
    ['x-oss-credential', `${oss.accessKeyId}/${scope.date}/${scope.region}/oss/aliyun_v4_request`],
    ['x-oss-date', dateTime],
    ['x-oss-expires', String(options.expires ?? 300)],
    ['x-oss-signature-version', 'OSS4-HMAC-SHA256'],
  ]
  const request = {
    method,
    bucket: oss.bucket,
    key,
    query,
    headers: options.headers ?? {},
    additionalHeaders: [],
  }
  const text = ossStringToSign(canonicalOss(request), scope, dateTime)
  const signature = signOss(options.secret ?? oss.accessKeySecret, scope, text)
  const path = key.split('/').map(encodeURIComponent).join('/')
  return `${bucketUrl()}/${path}?${new URLSearchParams([...query, ['x-oss-signature', signature]])}`
}

const put = (key: string, options: SignOptions = {}) =>
  fetch(presign('PUT', key, { headers: { 'content-type': 'image/png' }, ...options }), {
    method: 'PUT',
    headers: { 'content-type': 'image/png' },
    body: PNG,
  })

const codeOf = async (response: Response) => /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1]

describe('presigned URLs', () => {
  it('puts, heads, gets and deletes an object', async () => {
    expect((await put('u/42/图 片.png')).status).toBe(200)
    const head = await fetch(presign('HEAD', 'u/42/图 片.png'), { method: 'HEAD' })
    expect(head.headers.get('content-length')).toBe('8')
    expect(head.headers.get('content-type')).toBe('image/png')
    const got = await fetch(presign('GET', 'u/42/图 片.png'))
    expect(Buffer.from(await got.arrayBuffer())).toEqual(PNG)
    expect((await fetch(presign('DELETE', 'u/42/图 片.png'), { method: 'DELETE' })).status).toBe(204)
    expect(await codeOf(await fetch(presign('GET', 'u/42/图 片.png')))).toBe('NoSuchKey')
  })

  it('refuses an expired, future, forged, misused or missing signature', async () => {
    const expired = await put('a.png', { at: Date.now() - 6 * MINUTE })
    expect([expired.status, await codeOf(expired)]).toEqual([403, 'AccessDenied'])
    expect(await codeOf(await put('a.png', { at: Date.now() + 20 * MINUTE }))).toBe('RequestTimeTooSkewed')
    expect(await codeOf(await put('a.png', { secret: 'x' }))).toBe('SignatureDoesNotMatch')
    expect(await codeOf(await put('a.png', { headers: { 'content-type': 'text/html' } }))).toBe(
      'SignatureDoesNotMatch',
    )
    const otherKey = presign('PUT', 'a.png').replace('/a.png?', '/b.png?')
    expect(await codeOf(await fetch(otherKey, { method: 'PUT', body: PNG }))).toBe('SignatureDoesNotMatch')
    expect(await codeOf(await fetch(presign('GET', 'a.png'), { method: 'DELETE' }))).toBe(
      'SignatureDoesNotMatch',
    )
    const unsigned = await fetch(`${bucketUrl()}/a.png`, { method: 'PUT', body: PNG })
    expect(await codeOf(unsigned)).toBe('AccessDenied')
    expect(world().sim.control.objects()).toHaveLength(0)
  })

  it('lets anybody read a public bucket, and nobody another one', async () => {
    await put('a.png')
    expect((await fetch(`${bucketUrl()}/a.png`)).status).toBe(200)
    expect(await codeOf(await fetch(`${world().sim.url}/oss/other/a.png`))).toBe('NoSuchBucket')
  })

  it('copies and refuses to overwrite when asked', async () => {
    await put('a.png')
    const headers = { 'x-oss-copy-source': `/${world().keys.oss.bucket}/a.png` }
    const copied = await fetch(presign('PUT', 'b.png', { headers }), { method: 'PUT', headers })
    expect(copied.status).toBe(200)
    const keep = { 'x-oss-forbid-overwrite': 'true' }
    const again = await fetch(presign('PUT', 'b.png', { headers: keep }), { method: 'PUT', headers: keep })
    expect([again.status, await codeOf(again)]).toEqual([409, 'FileAlreadyExists'])
  })

  it('takes a signature in the Authorization header', async () => {
    const { oss } = world().keys
    await put('a.png')
    const dateTime = basicIso(Date.now())
    const headers = { 'x-oss-date': dateTime, 'x-oss-content-sha256': 'UNSIGNED-PAYLOAD' }
    const request = {
      method: 'DELETE',
      bucket: oss.bucket,
      key: 'a.png',
      query: [],
      headers,
      additionalHeaders: [],
    }
    const text = ossStringToSign(canonicalOss(request), scopeOf(dateTime), dateTime)
    const signature = signOss(oss.accessKeySecret, scopeOf(dateTime), text)
    const credential = `${oss.accessKeyId}/${dateTime.slice(0, 8)}/${oss.region}/oss/aliyun_v4_request`
    const authorization = `OSS4-HMAC-SHA256 Credential=${credential},Signature=${signature}`
    const dropped = await fetch(`${bucketUrl()}/a.png`, {
      method: 'DELETE',
      headers: { ...headers, authorization },
    })
    expect(dropped.status).toBe(204)
    expect(world().sim.control.objects()).toHaveLength(0)
  })
})

describe('the form upload', () => {
  type Change = {
    fields?: Record<string, string>
    conditions?: unknown[]
    expiresInMs?: number
    secret?: string
    content?: Buffer
    type?: string
  }

  async function upload(change: Change = {}): Promise<Response> {
    const { oss } = world().keys
    const dateTime = basicIso(Date.now())
    const scope = scopeOf(dateTime)
    const signed = {
      'x-oss-signature-version': 'OSS4-HMAC-SHA256',
      'x-oss-credential': `${oss.accessKeyId}/${scope.date}/${scope.region}/oss/aliyun_v4_request`,
      'x-oss-date': dateTime,
    }
    const policy = Buffer.from(
      JSON.stringify({
        expiration: new Date(Date.now() + (change.expiresInMs ?? 5 * MINUTE)).toISOString(),
        conditions: change.conditions ?? [
          { bucket: oss.bucket },
          ...Object.entries(signed).map(([name, value]) => ({ [name]: value })),
          ['content-length-range', 1, 100],
          ['starts-with', '$key', 'u/42/'],
          ['in', '$content-type', ['image/png', 'image/jpeg']],
        ],
      }),
    ).toString('base64')
    const form = new FormData()
    const fields = {
      key: 'u/42/a.png',
      policy,
      ...signed,
      'x-oss-signature': signOss(change.secret ?? oss.accessKeySecret, scope, policy),
      ...change.fields,
    }
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    const type = change.type ?? 'image/png'
    form.append('file', new Blob([new Uint8Array(change.content ?? PNG)], { type }), 'a.png')
    return fetch(bucketUrl(), { method: 'POST', body: form })
  }

  it('stores what the policy allows', async () => {
    const stored = await upload({ fields: { success_action_status: '200' } })
    expect(stored.status).toBe(200)
    expect((await upload()).status).toBe(204)
    const created = await upload({ fields: { success_action_status: '201' } })
    expect(await created.text()).toContain('<Key>u/42/a.png</Key>')
    expect(world().sim.control.objects()).toMatchObject([
      { key: 'u/42/a.png', size: 8, content_type: 'image/png' },
    ])
    const got = await fetch(`${bucketUrl()}/u/42/a.png`)
    expect(Buffer.from(await got.arrayBuffer())).toEqual(PNG)
  })

  it('refuses what the policy does not allow', async () => {
    const cases: [Change, number, string][] = [
      [{ fields: { key: 'u/43/a.png' } }, 403, 'AccessDenied'],
      [{ type: 'text/html' }, 403, 'AccessDenied'],
      [{ content: Buffer.alloc(101) }, 400, 'EntityTooLarge'],
      [{ content: Buffer.alloc(0) }, 400, 'EntityTooSmall'],
      [{ expiresInMs: -1000 }, 403, 'AccessDenied'],
      [{ secret: 'x' }, 403, 'SignatureDoesNotMatch'],
      [{ fields: { policy: 'e30=' } }, 403, 'SignatureDoesNotMatch'],
      [{ fields: { 'x-oss-date': '20200101T000000Z' } }, 403, 'AccessDenied'],
      [{ conditions: [] }, 403, 'AccessDenied'],
    ]
    for (const [change, status, code] of cases) {
      const refused = await upload(change)
      expect([refused.status, await codeOf(refused)]).toEqual([status, code])
    }
    expect(world().sim.control.objects()).toHaveLength(0)
  })
})
