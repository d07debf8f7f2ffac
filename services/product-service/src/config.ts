import { Type } from 'typebox'

/** The environment of this service, beside what all eight read. */
export const Config = Type.Object({
  OSS_BASE_URL: Type.String({
    pattern: '^https?://',
    description: 'object storage; buckets below /oss/<bucket>',
  }),
  OSS_BUCKET_URL: Type.Optional(
    Type.String({ pattern: '^https?://', description: 'the bucket itself, where it has a host of its own' }),
  ),
  OSS_PUBLIC_URL: Type.Optional(
    Type.String({ pattern: '^https?://', description: 'where people read pictures, such as a CDN' }),
  ),
  OSS_FILE: Type.String({
    minLength: 1,
    description: 'JSON: region, bucket, accessKeyId, accessKeySecret',
  }),
})
