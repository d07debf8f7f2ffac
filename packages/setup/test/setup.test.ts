import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inRoot, SERVICES } from '@linli/dev'
import { parseKongFile } from '@linli/gateway-local'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { writeGatewayConfig } from '../src/gateway-config.ts'
import { handOut } from '../src/hand-out.ts'
import { makeKeys } from '../src/make-keys.ts'
import { smoke } from '../src/smoke.ts'

const dir = mkdtempSync(join(tmpdir(), 'linli-setup-'))
const keys = join(dir, 'keys')
const secrets = join(dir, 'secrets')
afterAll(() => rmSync(dir, { recursive: true, force: true }))

type Values = { readonly secretFiles?: Readonly<Record<string, string>> }

const MERCHANT = { appId: 'wx0000000000000001', appSecret: 'quiet', mchid: '1600000001', serial: 'A1' }

const contentOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'utf8')]),
  )

beforeAll(async () => {
  await makeKeys(keys, MERCHANT)
  handOut(keys, secrets)
})

describe('keys', () => {
  test('are made once: another run changes nothing', async () => {
    const before = { ...contentOf(keys), ...contentOf(secrets) }
    await makeKeys(keys, MERCHANT)
    handOut(keys, secrets)
    expect({ ...contentOf(keys), ...contentOf(secrets) }).toEqual(before)
  })

  test('of another merchant are not touched', async () => {
    const before = contentOf(keys)
    await expect(makeKeys(keys, { ...MERCHANT, serial: 'B2' })).rejects.toThrow('belongs to another merchant')
    expect(contentOf(keys)).toEqual(before)
  })

  test.each(SERVICES)('of %s are those that its chart names, and can be written by nobody', (name) => {
    const values = (...path: string[]) =>
      parse(readFileSync(inRoot('charts', ...path), 'utf8'), { merge: true }) as Record<string, Values>
    const { secretFiles: usual } = values(`${name}-service`, 'values.yaml') as Values
    const local = values('linli', 'values-kind.yaml')[`${name}-service`]?.secretFiles
    const folder = join(secrets, name)
    const files = readdirSync(folder)
    expect(files.toSorted()).toEqual(['jwt-public.json', ...Object.values({ ...usual, ...local })].toSorted())
    for (const file of files) expect(statSync(join(folder, file)).mode & 0o777, file).toBe(0o400)
  })

  test('the simulator cannot sign as the merchant', () => {
    expect(readdirSync(join(secrets, 'simulator'))).not.toContain('merchant.key.pem')
  })
})

describe('the gateway’s configuration', () => {
  const options = {
    config: inRoot('gateway', 'kong.yml'),
    plugins: inRoot('gateway', 'plugins'),
    publicKeys: join(secrets, 'gateway', 'jwt-public.json'),
    redisUrl: 'redis://:quiet@redis:6379',
    origins: ['https://shop.example.com'],
  }

  test('has public keys, Redis and origins in it, and our plugin beside it', () => {
    const out = join(dir, 'rendered', 'kong.yml')
    writeGatewayConfig({ ...options, out })
    const { consumers, plugins } = parseKongFile(readFileSync(out, 'utf8'))
    expect(consumers.map(({ username, jwt_secrets: [key] }) => [username, key?.key])).toEqual([
      ['user', 'user-1'],
      ['merchant', 'merchant-1'],
      ['admin', 'admin-1'],
    ])
    expect(plugins.find(({ name }) => name === 'cors')?.config).toMatchObject({ origins: options.origins })
    expect(readFileSync(out, 'utf8')).toContain('password: quiet')
    expect(statSync(out).mode & 0o777).toBe(0o600)
    const plugin = join(dir, 'rendered', 'kong', 'plugins', 'linli-envelope')
    for (const file of ['handler.lua', 'schema.lua']) expect(existsSync(join(plugin, file)), file).toBe(true)
  })

  test('is not written when an audience has no key', () => {
    const out = join(dir, 'refused', 'kong.yml')
    const publicKeys = join(dir, 'user-alone.json')
    const all = JSON.parse(readFileSync(options.publicKeys, 'utf8')) as { keys: { aud: string }[] }
    writeFileSync(publicKeys, JSON.stringify({ keys: all.keys.filter(({ aud }) => aud === 'user') }))
    expect(() => writeGatewayConfig({ ...options, publicKeys, out })).toThrow(
      'no key for the audience "merchant"',
    )
    expect(existsSync(join(dir, 'refused'))).toBe(false)
  })
})

test('smoke names every answer that a gateway should not give', async () => {
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"code":200}'),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => server.close())
  const { port } = server.address() as AddressInfo
  expect(await smoke(`http://127.0.0.1:${port}`)).toEqual([
    '/api/v1/orders: HTTP 200, code 200; expected HTTP 401, code 401',
    '/api/v1/nowhere: HTTP 200, code 200; expected HTTP 404, code 404',
  ])
})
