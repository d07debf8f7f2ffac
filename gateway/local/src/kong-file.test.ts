import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { createChains } from './chains.ts'
import { formatKongFile, parseKongFile, UnsupportedConfig } from './kong-file.ts'
import type { KongDocument } from './kong-schema.ts'
import { render } from './render.ts'

const FILE = readFileSync(new URL('../../kong.yml', import.meta.url), 'utf8')
const keys = {
  keys: ['user', 'user', 'merchant', 'admin'].map((aud, i) => ({
    kid: `${aud}-${i}`,
    aud,
    pem: `pem of ${aud}-${i}`,
  })),
}

/** kong.yml with one change. */
function changed(change: (document: Record<string, unknown>) => void): string {
  const document: unknown = parse(FILE)
  if (typeof document !== 'object' || document === null) throw new Error('kong.yml is not a mapping')
  const copy: Record<string, unknown> = { ...document }
  change(copy)
  return JSON.stringify(copy)
}

function problemsOf(text: string): readonly string[] {
  try {
    parseKongFile(text)
  } catch (error) {
    if (error instanceof UnsupportedConfig) return error.problems
    throw error
  }
  return []
}

describe('what gateway/local does not implement', () => {
  it.each([
    [
      'a top-level field',
      FILE.replace('services:', 'upstreams: []\nservices:'),
      ['/upstreams: this field is not implemented'],
    ],
    [
      'a field of a service',
      FILE.replace('    retries: 1', '    retries: 1\n    tls_verify: true'),
      ['/services/0/tls_verify: this field is not implemented'],
    ],
    [
      'a field of a route',
      FILE.replace('        strip_path: false', '        strip_path: false\n        preserve_host: true'),
      ['/services/0/routes/0/preserve_host: this field is not implemented'],
    ],
    [
      'an option of a plugin',
      FILE.replace('{allow: [user], hide', '{deny: [x], allow: [user], hide'),
      ['/services/user-service/routes/user-user-reads/plugins/acl/deny: this field is not implemented'],
    ],
    [
      'a plugin',
      FILE.replace('  - name: prometheus', '  - name: bot-detection\n  - name: prometheus'),
      ['/plugins/bot-detection: this plugin is not implemented'],
    ],
    [
      'a plugin twice',
      FILE.replace('  - name: linli-envelope', '  - name: linli-envelope\n  - name: linli-envelope'),
      ['/plugins/linli-envelope: appears twice'],
    ],
    ['another format', FILE.replace('"3.0"', '"2.1"'), ['/_format_version: must be equal to constant']],
  ])('stops the start, with its path: %s', (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems)
  })

  it.each([
    ['a plain path, which would be a prefix', '~/api/v1/categories(/|$)', '/api/v1/categories'],
    ['a path without a border', '~/api/v1/categories(/|$)', '~/api/v1/categories'],
    ['a stripped path', 'strip_path: false', 'strip_path: true'],
    ['tokens from the address', 'uri_param_names: []', 'uri_param_names: [jwt]'],
    ['tokens from cookies', 'cookie_names: []', 'cookie_names: [jwt]'],
    ['nbf, which would become mandatory', 'claims_to_verify: [exp]', 'claims_to_verify: [exp, nbf]'],
    ['another limiter', 'policy: redis', 'policy: cluster'],
    ['a limit by consumer, which would be one for all users', 'limit_by: header', 'limit_by: consumer'],
  ])('stops the start: %s', (_, from, to) => {
    expect(FILE).toContain(from)
    expect(problemsOf(FILE.replace(from, to))).not.toEqual([])
  })

  it('is listed in full, not one by one', () => {
    const text = changed((document) => Object.assign(document, { vaults: [], certificates: [] }))
    expect(problemsOf(text)).toHaveLength(2)
  })
})

describe('render', () => {
  const document = render(parseKongFile(FILE), {
    keys,
    upstreams: { 'order-service': 'http://127.0.0.1:18003' },
    redisUrl: 'redis://:s%40crt@127.0.0.1:18041/3',
    origins: ['https://admin.linli.example'],
  })
  const limiters = (from: KongDocument) =>
    [
      ...from.plugins,
      ...from.services.flatMap((s) => [...s.plugins, ...s.routes.flatMap((r) => r.plugins)]),
    ].filter(({ name }) => name === 'rate-limiting')

  it('gives every audience its keys, as many as there are', () => {
    expect(document.consumers.map(({ jwt_secrets }) => jwt_secrets.map(({ key }) => key))).toEqual([
      ['user-0', 'user-1'],
      ['merchant-2'],
      ['admin-3'],
    ])
  })

  it('moves reads and writes of an upstream, and no other', () => {
    const urls = Object.fromEntries(document.services.map(({ name, url }) => [name, url]))
    expect(urls).toMatchObject({
      'order-service': 'http://127.0.0.1:18003',
      'order-service-writes': 'http://127.0.0.1:18003',
      'user-service': 'http://user-service:3000',
    })
  })

  it('points every limiter at Redis and replaces the reference to its password', () => {
    expect(limiters(document).length).toBeGreaterThan(10)
    for (const { config } of limiters(document)) {
      expect(config).toMatchObject({
        redis: { host: '127.0.0.1', port: 18041, database: 3, password: 's@crt', timeout: 200 },
      })
    }
  })

  it('sets the origins', () => {
    expect(document.plugins.find(({ name }) => name === 'cors')?.config).toMatchObject({
      origins: ['https://admin.linli.example'],
    })
  })

  it('leaves a file that gateway/local reads again', () => {
    expect(parseKongFile(formatKongFile(document))).toEqual(document)
  })

  it('says which audience has no key, and which upstream does not exist', () => {
    const parsed = parseKongFile(FILE)
    expect(() => render(parsed, { keys: { keys: keys.keys.slice(0, 3) } })).toThrow('"admin"')
    expect(() => render(parsed, { keys, upstreams: { 'cart-service': 'http://x' } })).toThrow('cart-service')
  })
})

it('does not start on a file that was not rendered', () => {
  const counters = { hit: async () => undefined, hitLocally: () => 0, close: async () => undefined }
  expect(() => createChains(parseKongFile(FILE), { counters, clock: { now: () => new Date(0) } })).toThrow(
    'was kong.yml rendered?',
  )
})
