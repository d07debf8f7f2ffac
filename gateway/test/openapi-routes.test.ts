import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseKongFile, pluginSet } from '../local/src/kong-file.ts'
import { createRouter } from '../local/src/router.ts'

// Every operation of every committed openapi.json against kong.yml (architecture.md §6.1, product.md §7.0).

const METHODS = ['get', 'post', 'put', 'delete', 'patch', 'head'] as const
const ID = '0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b'
/** Open to residents and merchant staff alike: the service's own declaration may be narrower. */
const SHARED = ['message-member-reads', 'message-member-writes']

type Operation = { 'x-audience'?: unknown }
type OpenApi = { paths?: Record<string, Partial<Record<string, Operation>>> }
type Case = { service: string; method: string; path: string; audiences: string[] }

const root = new URL('../../services/', import.meta.url)
const documents = readdirSync(root)
  .map((service) => ({ service, file: new URL(`${service}/openapi.json`, root) }))
  .filter(({ file }) => existsSync(file))

const kong = parseKongFile(readFileSync(new URL('../kong.yml', import.meta.url), 'utf8'))
const router = createRouter(kong, (service, route) => ({
  host: new URL(service.url).hostname,
  retries: service.retries,
  allow: pluginSet(route.plugins, route.name).acl?.allow ?? ['public'],
}))

function casesOf({ service, file }: (typeof documents)[number]): Case[] {
  const document = JSON.parse(readFileSync(file, 'utf8')) as OpenApi
  return Object.entries(document.paths ?? {}).flatMap(([path, operations]) =>
    METHODS.flatMap((method) => {
      const operation = operations[method]
      if (!operation) return []
      const declared = operation['x-audience']
      const audiences = [declared].flat().filter((audience) => typeof audience === 'string')
      return [{ service, method: method.toUpperCase(), path, audiences }]
    }),
  )
}

const cases = documents.flatMap(casesOf)
const declared = (one: Case): boolean => one.audiences.length > 0
const routed = (one: Case): boolean =>
  declared(one) && one.path.startsWith('/api/') && !one.audiences.includes('dev')
const sample = (path: string): string => path.replace(/\{[^}]+\}/g, ID)

describe('openapi.json', () => {
  it('declares an audience for every operation', () => {
    const known = new Set(['public', 'user', 'merchant', 'admin', 'dev'])
    const wrong = cases.filter(
      (one) => !declared(one) || one.audiences.some((audience) => !known.has(audience)),
    )
    expect(wrong.map(({ service, method, path }) => `${service} ${method} ${path}`)).toEqual([])
  })

  it('does not give one path to two services', () => {
    const owners = new Map<string, string>()
    for (const { service, method, path } of cases.filter(routed)) {
      const key = `${method} ${path.replace(/\{[^}]+\}/g, '{}')}`
      expect(owners.get(key) ?? service, key).toBe(service)
      owners.set(key, service)
    }
  })
})

describe.each(documents)('$service', (document) => {
  const own = casesOf(document)

  it('publishes operations', () => {
    expect(own.length).toBeGreaterThan(0)
  })

  it('is reached by exactly one route per operation, for the declared audience', () => {
    const problems = own.filter(routed).flatMap((one) => {
      const matches = router.findAll(one.method, sample(one.path))
      const where = `${one.method} ${one.path}`
      const [match] = matches
      if (matches.length !== 1 || !match)
        return [`${where}: ${matches.length} routes (${matches.map(({ route }) => route.name)})`]
      const { host, allow, retries } = match.target
      const found: string[] = []
      if (host !== one.service) found.push(`${where}: goes to ${host}`)
      if (one.method !== 'GET' && retries > 0) found.push(`${where}: a write that is retried`)
      const fits = SHARED.includes(match.route.name)
        ? one.audiences.every((audience) => allow.includes(audience))
        : allow.toSorted().join() === one.audiences.toSorted().join()
      if (!fits)
        found.push(`${where}: declared ${one.audiences}, the route ${match.route.name} allows ${allow}`)
      return found
    })
    expect(problems).toEqual([])
  })

  it('keeps what is not for the public inside', () => {
    const outside = own
      .filter((one) => !routed(one))
      .filter((one) => router.findAll(one.method, sample(one.path)).length > 0)
    expect(outside.map(({ method, path }) => `${method} ${path}`)).toEqual([])
  })
})

describe('kong.yml', () => {
  // With fewer files than services the rest is proved by sampling every pattern of the file itself.
  const samples = kong.services.flatMap((service) =>
    service.routes.flatMap((route) =>
      route.paths.flatMap((path) => {
        const body = path.slice(1).replaceAll('[^/]+', ID).replaceAll('[0-9a-f-]{36}', ID)
        const bare = body.replace(/\$$|\(\/\|\$\)$/, '')
        const open = body.endsWith('(/|$)')
        const paths = open ? [bare, `${bare}/${ID}`, `${bare}/${ID}/parts`] : [bare]
        return route.methods
          .filter((method) => method !== 'OPTIONS')
          .flatMap((method) => paths.map((at) => ({ method, at, bare, open, route })))
      }),
    ),
  )

  it('matches every path with one route alone', () => {
    const problems = samples.flatMap(({ method, at, route }) => {
      const names = router.findAll(method, at).map((match) => match.route.name)
      return names.length === 1 && names[0] === route.name ? [] : [`${method} ${at}: ${names}`]
    })
    expect(problems).toEqual([])
  })

  it('ends every path at a segment border', () => {
    const leaks = samples.filter(({ method, bare, route }) =>
      router.findAll(method, `${bare}X`).some((match) => match.route === route && !bare.endsWith(ID)),
    )
    expect(leaks.map(({ method, bare }) => `${method} ${bare}X`)).toEqual([])
  })
})
