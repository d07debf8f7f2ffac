import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type StartOptions, startService } from '@linli/testing'
import { afterAll } from 'vitest'
import { productService } from '../src/service.ts'

/** Credentials that open nothing. */
const OSS_KEY = {
  region: 'cn-hangzhou',
  bucket: 'linli-media',
  accessKeyId: 'LTAI-test',
  accessKeySecret: 'test',
}

/** product-service as in production, with object storage at `storageUrl` (nobody there by default). */
export async function startProduct({
  storageUrl = 'http://127.0.0.1:1',
  ...options
}: StartOptions & { storageUrl?: string } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'linli-product-'))
  const file = join(folder, 'oss.json')
  writeFileSync(file, JSON.stringify(OSS_KEY))
  afterAll(() => rmSync(folder, { recursive: true }))
  return startService(productService, {
    ...options,
    env: { OSS_BASE_URL: storageUrl, OSS_FILE: file, ...options.env },
  })
}
