import { expect, test } from 'vitest'
import {
  canonicalRequest,
  type OssKey,
  ossDateTime,
  presign,
  signOss,
  stringToSign,
  uploadPolicy,
} from './oss-signature.ts'

// wechat.md §16, vector oss-presigned-put-v4: npm ali-oss 6.23.0 is the oracle.
const key: OssKey = {
  region: 'cn-hangzhou',
  bucket: 'media-example',
  accessKeyId: 'LTAI-example-id',
  accessKeySecret: 'example-secret',
}
const at = new Date('2026-11-22T08:00:00Z')
const put = { method: 'PUT', key: 'u/42/a.png', headers: { 'content-type': 'image/png' } }
const QUERY =
  'x-oss-credential=LTAI-example-id%2F20261122%2Fcn-hangzhou%2Foss%2Faliyun_v4_request&x-oss-date=20261122T080000Z' +
  '&x-oss-expires=300&x-oss-signature-version=OSS4-HMAC-SHA256'
const SIGNATURE = '8eb7ab5d9bccd2ba126040b4d719efe76aed25ffd9579221b25962ca8ec46e85'

test('signs a presigned PUT as ali-oss does', () => {
  expect(ossDateTime(at)).toBe('20261122T080000Z')
  expect(presign(key, put, { at, seconds: 300 })).toBe(`${QUERY}&x-oss-signature=${SIGNATURE}`)
})

test('builds the canonical request and the string to sign of the vector', () => {
  const query = QUERY.split('&').map((pair) => pair.split('=').map(decodeURIComponent) as [string, string])
  const canonical = canonicalRequest(key, { ...put, query })
  expect(canonical).toBe(
    `PUT\n/media-example/u/42/a.png\n${QUERY}\ncontent-type:image/png\n\n\nUNSIGNED-PAYLOAD`,
  )
  const text = stringToSign(key, '20261122T080000Z', canonical)
  expect(text.split('\n').at(-1)).toBe('f7b25d08957866332823a38959fa13a76fb78435018d763b5cddec1d40ff669b')
  expect(signOss(key, '20261122T080000Z', text)).toBe(SIGNATURE)
})

test('a policy allows one key, one type and one size, for a while', () => {
  const rule = { key: 'products/a.png', contentType: 'image/png', maxBytes: 1000 }
  const fields = uploadPolicy(key, rule, { at, seconds: 600 })
  const policy = JSON.parse(Buffer.from(fields.policy ?? '', 'base64').toString()) as {
    expiration: string
    conditions: unknown[]
  }
  expect(policy.expiration).toBe('2026-11-22T08:10:00.000Z')
  expect(policy.conditions).toContainEqual(['eq', '$key', 'products/a.png'])
  expect(policy.conditions).toContainEqual(['content-length-range', 1, 1000])
  expect(fields['x-oss-signature']).toBe(signOss(key, '20261122T080000Z', fields.policy ?? ''))
})
