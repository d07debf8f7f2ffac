import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseKongFile, pluginSet } from '../local/src/kong-file.ts'
import type { PluginSet } from '../local/src/plugin-schemas.ts'
import type { KongRoute, KongService } from '../local/src/router.ts'

const document = parseKongFile(readFileSync(new URL('../kong.yml', import.meta.url), 'utf8'))
const routes = document.services.flatMap((service) =>
  service.routes.map((route) => ({ service, route, name: route.name })),
)
const SERVICES = ['user', 'product', 'order', 'payment', 'delivery', 'points', 'activity', 'message']

/** The public allow-list (product.md §7, audience P): whoever adds a path to it adds it here, too. */
const PUBLIC = new Set([
  'user-public-reads',
  'user-sms-codes',
  'user-logins',
  'product-public-reads',
  'order-public-reads',
  'payment-notifications',
  'delivery-public-reads',
  'points-public-reads',
  'activity-public-reads',
  'activity-public-writes',
  'sms-receipts',
])

const plugins = (route: KongRoute): PluginSet => pluginSet(route.plugins, route.name)
const effective = (service: KongService, route: KongRoute): PluginSet => ({
  ...pluginSet(document.plugins, '/plugins'),
  ...pluginSet(service.plugins, service.name),
  ...plugins(route),
})

describe('every service', () => {
  it('is one of the eight, under the name it has in compose and charts', () => {
    const hosts = new Set(document.services.map((service) => service.url))
    expect([...hosts].sort()).toEqual(SERVICES.map((name) => `http://${name}-service:3000`).sort())
  })

  it('has a unique name, and so has every route', () => {
    for (const names of [document.services.map(({ name }) => name), routes.map(({ name }) => name)]) {
      expect(new Set(names).size).toBe(names.length)
    }
  })

  it.each(document.services)('$name retries reads only, and gives up in time', (service) => {
    const reads = service.routes.every((route) =>
      route.methods.every((method) => ['GET', 'OPTIONS'].includes(method)),
    )
    const writes = service.routes.every((route) => !route.methods.includes('GET'))
    expect(reads !== writes, 'reads and writes are two services').toBe(true)
    expect(service.retries).toBe(reads ? 1 : 0)
    expect(service.connect_timeout).toBeLessThanOrEqual(2000)
    expect(service.read_timeout).toBeLessThanOrEqual(15_000)
  })
})

describe('every route', () => {
  it.each(routes)('$name answers preflights and keeps its path', ({ route }) => {
    expect(route.methods).toContain('OPTIONS')
    expect(route.strip_path).toBe(false)
    for (const path of route.paths) expect(path).toMatch(/^~\/api\/v1\/.*(?:\$|\(\/\|\$\))$/)
  })

  it.each(routes)('$name asks for a token, unless it is on the public list', ({ route }) => {
    const { jwt, acl } = plugins(route)
    if (PUBLIC.has(route.name)) {
      expect(jwt).toBeUndefined()
      expect(acl).toBeUndefined()
      return
    }
    expect(jwt).toEqual({
      key_claim_name: 'kid',
      claims_to_verify: ['exp'],
      uri_param_names: [],
      cookie_names: [],
    })
    expect(acl?.hide_groups_header).toBe(false)
  })

  it.each(routes)('$name lets in the audience that its paths name', ({ route }) => {
    const allowed = plugins(route).acl?.allow
    if (!allowed) return
    for (const path of route.paths) {
      const section = /^~\/api\/v1\/(merchant|admin)\//.exec(path)?.[1]
      if (section) expect(allowed, path).toEqual([section])
      else expect(allowed, path).toContain('user')
    }
  })

  it.each(routes)('$name limits rate and size', ({ service, route }) => {
    const set = effective(service, route)
    expect(set['rate-limiting']).toMatchObject({ policy: 'redis', fault_tolerant: true })
    expect(set['request-size-limiting']).toBeDefined()
    if (/notifications|receipts/.test(route.name)) {
      expect(set['request-size-limiting']).toMatchObject({ allowed_payload_size: 64, size_unit: 'kilobytes' })
    }
  })

  it('limits authenticated writes by who writes, public ones by address', () => {
    for (const { service, route } of routes.filter(({ service }) => service.retries === 0)) {
      expect(effective(service, route)['rate-limiting']?.limit_by, route.name).toBe(
        PUBLIC.has(route.name) ? 'ip' : 'header',
      )
    }
  })
})

describe('consumers', () => {
  it('are the three audiences, each in its own group', () => {
    expect(
      document.consumers.map(({ username, acls }) => [username, acls.map(({ group }) => group)]),
    ).toEqual([
      ['user', ['user']],
      ['merchant', ['merchant']],
      ['admin', ['admin']],
    ])
  })

  it('hold no key: the file must not start before it is rendered', () => {
    for (const { jwt_secrets } of document.consumers) {
      for (const secret of jwt_secrets) expect(secret.rsa_public_key).toMatch(/^@public-keys:/)
    }
  })
})

describe('global plugins', () => {
  it('are these', () => {
    expect(Object.keys(pluginSet(document.plugins, '/plugins'))).toEqual([
      'correlation-id',
      'cors',
      'linli-envelope',
      'request-size-limiting',
      'rate-limiting',
      'prometheus',
    ])
  })
})
