import { inRoot, SERVICES } from '@linli/dev'
import { describe, expect, test } from 'vitest'
import { clientsOf, errorsBelow, handledBy, loadDefinitions, operations } from './support/definitions.ts'
import { unheard, untold } from './support/for-later.ts'

// The whole system on paper: nobody waits for an event that nobody tells, nobody asks a door that nobody opened.

const definitions = await loadDefinitions()
const published = definitions.flatMap(({ name, publishes }) =>
  publishes.map(({ $type }) => ({ name, $type })),
)
const handled = definitions.flatMap((definition) =>
  handledBy(definition).map((type) => ({ name: definition.name, type })),
)
const all = operations()

/** What occurs more than once, for a message that names it. */
function repeated(values: readonly string[]): string[] {
  const seen = new Set<string>()
  return values.filter((value) => seen.has(value) || !seen.add(value))
}

describe('events', () => {
  test('every event belongs to the service whose package it is in', () => {
    expect(published.filter(({ name, $type }) => !$type.startsWith(`${name}.v1.`))).toEqual([])
    expect(repeated(published.map(({ $type }) => $type))).toEqual([])
  })

  const told = new Set(published.map(({ $type }) => $type))
  const heard = new Set(handled.map(({ type }) => type))

  test('every handled event is published by its owner, or will be with a reason', () => {
    expect(handled.filter(({ type }) => !told.has(type) && !(type in untold))).toEqual([])
  })

  test('every published event is handled by another service, or will be with a reason', () => {
    expect([...told].filter((type) => !heard.has(type) && !(type in unheard))).toEqual([])
  })

  test('nothing is excused that is there', () => {
    expect(Object.keys(unheard).filter((type) => heard.has(type) || !told.has(type))).toEqual([])
    expect(Object.keys(untold).filter((type) => told.has(type) || !heard.has(type))).toEqual([])
  })

  test('no service handles its own events or one event twice', () => {
    expect(handled.filter(({ name, type }) => type.startsWith(`${name}.v1.`))).toEqual([])
    expect(repeated(handled.map(({ name, type }) => `${name} ${type}`))).toEqual([])
  })
})

describe('gRPC', () => {
  test('every query service is answered by the service of its package alone', () => {
    const served = definitions.flatMap(({ name, grpc }) =>
      grpc.map(({ definition }) => ({ name, fullName: definition.fullName })),
    )
    expect(served.filter(({ name, fullName }) => !fullName.startsWith(`${name}.v1.`))).toEqual([])
    expect(repeated(served.map(({ fullName }) => fullName))).toEqual([])
  })

  test('every client has a server', () => {
    const served = definitions.flatMap(({ grpc }) => grpc.map(({ definition }) => definition.fullName))
    const names = new Set(served.map((fullName) => fullName.split('.').at(-1)))
    const missing = SERVICES.flatMap((name) =>
      clientsOf(name)
        .filter((service) => !names.has(service))
        .map((service) => `${name} asks ${service}`),
    )
    expect(missing).toEqual([])
  })
})

test('error codes are unique over all services and inside their blocks', async () => {
  const owners = [
    { owner: 'common', folder: inRoot('packages', 'core'), block: 1000 },
    ...SERVICES.map((owner, index) => ({
      owner,
      folder: inRoot('services', `${owner}-service`),
      block: 1100 + index * 100,
    })),
  ]
  const tables = await Promise.all(
    owners.map(async ({ owner, folder, block }) => ({ block, rows: await errorsBelow(owner, folder) })),
  )
  const rows = tables.flatMap((table) => table.rows)
  expect(tables.filter(({ rows }) => rows.length === 0)).toEqual([])
  const business = rows.filter(({ code }) => code >= 1000) // below: the HTTP status itself, and only in common
  expect(repeated(business.map(({ code }) => String(code)))).toEqual([])
  const strays = tables.flatMap(({ block, rows }) =>
    rows.filter(({ code, owner }) =>
      code < 1000 ? owner !== 'common' : code < block || code >= block + 100,
    ),
  )
  expect(strays).toEqual([])
})

describe('OpenAPI', () => {
  test('every service has operations', () => {
    expect(SERVICES.filter((name) => !all.some(({ service }) => service === name))).toEqual([])
  })

  test('an operationId is there and names one operation of its service', () => {
    const named = all.map(({ service, operationId, method, path }) =>
      operationId ? `${service} ${operationId}` : `${method} ${path} has none`,
    )
    expect(named.filter((name) => name.endsWith('has none'))).toEqual([])
    expect(repeated(named)).toEqual([])
  })

  test('only GET, POST, PUT and DELETE exist', () => {
    const verbs = ['GET', 'POST', 'PUT', 'DELETE']
    expect(all.filter(({ method }) => !verbs.includes(method))).toEqual([])
  })

  test('every operation answers in the envelope', () => {
    const without = all.filter(({ responses }) => {
      const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'))
      const required = successes.map(
        ([, { content }]) => content?.['application/json']?.schema?.required ?? [],
      )
      return (
        required.length === 0 ||
        !required.every((fields) => ['code', 'message', 'data', 'timestamp'].every((f) => fields.includes(f)))
      )
    })
    // The provider's own protocol, not ours: 204 without a body, or its {code, message}.
    const ours = without.filter(({ path }) => !path.startsWith('/api/v1/payment-notifications/'))
    expect(ours.map(({ method, path }) => `${method} ${path}`)).toEqual([])
  })
})
