import { randomUUID } from 'node:crypto'
import { eventually, usePlatform } from '@linli/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Answer, call, plainJson } from '../src/caller.ts'
import { openShop } from '../src/shop.ts'
import {
  allowed,
  goodSessions,
  impostors,
  lacking,
  type Session,
  SIGNED,
  type Signed,
} from './support/callers.ts'
import { type Operation, operations } from './support/definitions.ts'

// Every route × everybody who may not call it, through the gateway and straight at the service (reliability.md T4, T9).
// The routes are those of the OpenAPI files, and these are those of the running services: none can be forgotten.

const platform = usePlatform()
const shop = openShop(platform)
const all = operations()

/** What a service must not believe; Kong's own names among them. */
const FORGED = {
  'x-user-id': '00000000-0000-7000-8000-000000000001',
  'x-consumer-id': 'user',
  'x-consumer-username': 'admin',
  'x-consumer-custom-id': 'admin',
  'x-consumer-groups': 'user, merchant, admin',
  'x-credential-identifier': 'admin-1',
  'x-anonymous-consumer': 'false',
  'x-authenticated-userid': 'admin',
  'x-authenticated-groups': 'admin',
  'x-linli-subject': 'admin',
  'x-forwarded-for': '127.0.0.1',
}

/** Their caller proves itself by a signature over the body: wechat.md §7, SMS receipts. */
const isSignedByProvider = ({ path }: Operation) => /\/(payment-notifications|sms-receipts)\//.test(path)

let sessions: Record<Signed, Session>
beforeAll(async () => {
  sessions = await goodSessions(shop)
})

type Door = 'gateway' | 'service'
const DOORS: readonly Door[] = ['gateway', 'service']

async function knock(operation: Operation, door: Door, token?: string): Promise<Answer> {
  const { method, path, service } = operation
  const base = door === 'gateway' ? shop.gateway : platform.services[`${service}-service`]?.http
  if (!isMethod(method) || !base) throw new Error(`${method} ${service} cannot be called`)
  const url = base + path.replace(/\{\w+\}/g, () => randomUUID())
  return call(method, url, { ...(token !== undefined && { token }), headers: FORGED })
}

const isMethod = (method: string): method is 'GET' | 'POST' | 'PUT' | 'DELETE' =>
  ['GET', 'POST', 'PUT', 'DELETE'].includes(method)

type Cell = {
  readonly who: string
  readonly token?: string
  readonly expected: Record<Door, readonly number[]>
}

const both = (status: number) => ({ gateway: [status], service: [status] })

/** Everybody who must be refused. The gateway knows a stranger's group and says 403; a service knows nobody but its own. */
function refusedAt(operation: Operation): Cell[] {
  const allowed = SIGNED.filter((audience) => operation.audiences.includes(audience))
  const strangers = SIGNED.filter((audience) => !allowed.includes(audience))
  const { permission } = operation
  return [
    { who: 'no token', expected: both(401) },
    { who: 'not a token', token: 'a.b.c', expected: both(401) },
    ...strangers.map((who) => ({
      who,
      token: sessions[who].token,
      expected: { gateway: [403], service: [401] },
    })),
    ...allowed.flatMap((audience) =>
      impostors(sessions[audience], strangers).map(({ who, token }) => ({
        who: `${audience}, ${who}`,
        token,
        expected: both(401),
      })),
    ),
    ...allowed
      .filter((audience) => permission && audience !== 'user')
      .map((audience) => ({
        who: `${audience} without ${permission}`,
        token: lacking(sessions[audience], permission ?? ''),
        expected: both(403),
      })),
  ]
}

async function wrongCells(operation: Operation, cells: readonly Cell[]): Promise<string[]> {
  const wrong: string[] = []
  for (const { who, token, expected } of cells) {
    for (const door of DOORS) {
      const { status, body } = await knock(operation, door, token)
      const isRefusal = body.data === null || typeof body.data === 'object'
      if (!expected[door].includes(status) || !isRefusal)
        wrong.push(`${who} at the ${door}: ${status} ${body.code} ${body.message}, not ${expected[door]}`)
    }
  }
  return wrong
}

test('every route declares who may call it', () => {
  expect(all.length).toBeGreaterThan(0)
  expect(all.filter(({ audiences }) => audiences.length === 0)).toEqual([])
})

test('every staff and administrator route that is not about oneself declares a permission', () => {
  const own = /\/(me|current)(\/|$)/
  const open = all.filter(
    ({ audiences, permission, path }) =>
      !permission && !own.test(path) && audiences.every((a) => a === 'merchant' || a === 'admin'),
  )
  expect(open.map(({ method, path }) => `${method} ${path}`)).toEqual([])
})

test('the running services serve exactly the routes of the OpenAPI files', async () => {
  for (const [name, { http }] of Object.entries(platform.services)) {
    const { paths } = await plainJson<{ paths: Record<string, Record<string, unknown>> }>(
      `${http}/openapi.json`,
    )
    const served = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const known = all.filter(({ service }) => `${service}-service` === name)
    expect(served.sort(), name).toEqual(known.map(({ method, path }) => `${method} ${path}`).sort())
  }
})

const isPublic = ({ audiences }: Operation) => audiences.includes('public')
const named = (list: readonly Operation[]) =>
  list.map((operation) => [`${operation.method} ${operation.path}`, operation] as const)

describe('refused', () => {
  test.each(named(all.filter((operation) => !isPublic(operation))))('%s', async (_name, operation) => {
    expect(await wrongCells(operation, refusedAt(operation))).toEqual([])
  })
})

test('the rightful caller is let in, so that a refusal means something', async () => {
  const wrong: string[] = []
  for (const operation of all.filter(({ method, path }) => method === 'GET' && !path.includes('{'))) {
    for (const audience of SIGNED.filter((each) => operation.audiences.includes(each))) {
      const { token } = sessions[audience]
      const may = operation.permission ? allowed(token, operation.permission) : token
      for (const door of DOORS) {
        const { status } = await knock(operation, door, may)
        if (status >= 500 || status === 401 || status === 403)
          wrong.push(`${audience} at the ${door} of ${operation.path}: ${status}`)
      }
    }
  }
  expect(wrong).toEqual([])
})

describe('open to everybody, and to nobody more', () => {
  test.each(named(all.filter(isPublic)))('%s', async (_name, operation) => {
    for (const door of DOORS) {
      const { status: anonymous } = await knock(operation, door)
      if (isSignedByProvider(operation)) expect([400, 401]).toContain(anonymous)
      else expect([401, 403]).not.toContain(anonymous)
      for (const { who, token } of impostors(sessions.user, ['admin'])) {
        const { status } = await knock(operation, door, token)
        expect(status, `${who} at the ${door}`).toBe(anonymous)
      }
    }
  })
})

test('a log-out ends the access token within a second at every service', async () => {
  const buyer = await shop.logIn(`oE2eLogout${randomUUID().slice(0, 18)}`)
  let lastOpenedAt = 0
  const isShut = async (operation: Operation): Promise<boolean> => {
    const knockedAt = performance.now()
    const { status } = await knock(operation, 'service', buyer.token)
    if (status !== 401) lastOpenedAt = Math.max(lastOpenedAt, knockedAt)
    return status === 401
  }
  for (const operation of SERVICES_WITH_USER_READS)
    expect(await isShut(operation), operation.path).toBe(false)
  const answer = await call('DELETE', shop.url('/auth/tokens/current'), { token: buyer.token })
  expect(answer.status).toBe(200)
  const outAt = performance.now()
  await eventually(async () =>
    expect(await Promise.all(SERVICES_WITH_USER_READS.map(isShut))).toEqual(
      SERVICES_WITH_USER_READS.map(() => true),
    ),
  )
  expect(lastOpenedAt - outAt).toBeLessThan(1_000)
})

/** One plain read of residents per service that has one. */
const SERVICES_WITH_USER_READS = [
  ...new Map(
    all
      .filter(
        ({ method, path, audiences }) =>
          method === 'GET' && audiences.includes('user') && !path.includes('{'),
      )
      .map((operation) => [operation.service, operation]),
  ).values(),
]
