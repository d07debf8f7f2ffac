import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { generateKeys, startSimulator } from '../src/index.ts'
import { loadKeys } from '../src/keys/load.ts'

const directory = mkdtempSync(join(tmpdir(), 'simulator-keys-'))
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const contents = () =>
  Object.fromEntries(
    readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'utf8')]),
  )

describe('generateKeys', () => {
  it('writes the whole set once and leaves it alone afterwards', async () => {
    await generateKeys(directory)
    const first = contents()
    expect(Object.keys(first).sort()).toEqual([
      'apiv3.key',
      'app.json',
      'merchant.key.pem',
      'merchant.pub.pem',
      'merchant.serial',
      'oss.json',
      'platform.key.pem',
      'platform.pub.json',
      'sms.json',
      'staff-app.json',
    ])
    expect(first['merchant.serial']).toMatch(/^[0-9A-F]{40}$/)
    expect(first['apiv3.key']).toHaveLength(32)
    await generateKeys(directory)
    expect(contents()).toEqual(first)
  })

  it('derives a public file that went missing and refuses one that does not fit', async () => {
    await generateKeys(directory)
    const before = contents()
    rmSync(join(directory, 'merchant.pub.pem'))
    await generateKeys(directory)
    expect(contents()).toEqual(before)
    rmSync(join(directory, 'platform.key.pem'))
    await generateKeys(directory)
    expect(() => loadKeys(directory)).toThrow('platform.pub.json')
    await expect(startSimulator({ keysDir: directory })).rejects.toThrow('platform.pub.json')
  })
})
