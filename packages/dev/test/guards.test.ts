import { describe, expect, test } from 'vitest'
import { findings } from './guards/fixture.ts'
import { EIGHT_SERVICES } from './guards/service-fixture.ts'

const SLICE = 'services/order-service/src/orders'

describe('format: words stay at home', () => {
  const planted: readonly (readonly [string, string, string])[] = [
    ['instant.ts', 'export const at = new Date()', 'use `work.now`'],
    ['millis.ts', 'export const at = Date.now()', 'use `work.now`'],
    ['dice.ts', 'export const dice = Math.random()', 'cannot be repeated'],
    ['home.ts', 'export const home = process.env.HOME', 'read in config.ts alone'],
    ['go.ts', 'export const go = (db: { $transaction(): void }) => db.$transaction()', 'forgets the outbox'],
    [
      'cast.ts',
      'export const id = (value: number) => value as unknown as string',
      'switches the compiler off',
    ],
    ['spaces.ts', 'export const  spaces = 1', 'differs from formatting output'],
  ]

  test('the same words pass at home and in their harmless forms', async () => {
    const files = {
      [`${SLICE}/order.ts`]: 'export const at = new Date(5)\n',
      'services/order-service/src/config.ts': 'export const home = process.env.HOME\n',
      'packages/core/src/time.ts': 'export const now = () => new Date()\n',
    }
    expect(await findings('format', files)).toBe('')
  })
  test('each is refused elsewhere', async () => {
    const found = await findings(
      'format',
      Object.fromEntries(planted.map(([file, line]) => [`${SLICE}/${file}`, `${line}\n`])),
    )
    for (const [file, , message] of planted)
      expect(found).toMatch(new RegExp(`${file}:1: (plugin|format): .*${message.replaceAll('.', '\\.')}`))
  })
})

describe('lint: what only types can see', () => {
  const lint = (text: string) => findings('lint', { [`${SLICE}/order.ts`]: text })

  test('a clean file passes', async () => {
    expect(
      await lint('export const one = async (): Promise<number> => 1\nexport const two = await one()\n'),
    ).toBe('')
  })
  test('every planted mistake is found', async () => {
    const found = await lint(`
      const one = async (): Promise<number> => 1
      one()
      void one()
      ;[1].forEach(async () => { await one() })
      export const five = await 5
      export const any = (value: any) => value
      export const sure = (value: string | null) => value!.length
      export const many = (a: number, b: number, c: number, d: number) => a + b + c + d
    `)
    for (const rule of [
      'no-floating-promises',
      'no-misused-promises',
      'await-thenable',
      'no-explicit-any',
      'no-non-null-assertion',
      'max-params',
    ])
      expect(found).toContain(rule)
    expect(found.match(/no-floating-promises/g)).toHaveLength(2)
  })
})

describe('types', () => {
  test('a type error is found', async () => {
    const found = await findings('types', { [`${SLICE}/order.ts`]: "export const one: number = 'one'\n" })
    expect(found).toContain('TS2322')
  })
})

describe('imports: the whiteboard', () => {
  const store = 'export const loadOrder = () => 1\n'
  const use = (what: string, from: string) =>
    `import { ${what} } from '${from}'\n\nexport const used = ${what}\n`

  test('the arrows that are drawn pass', async () => {
    expect(
      await findings('imports', {
        [`${SLICE}/order.ts`]: 'export const pay = () => 1\n',
        [`${SLICE}/order.store.ts`]: use('pay', './order.ts'),
        [`${SLICE}/pay-order.ts`]: `import { type Work } from '../deps.ts'\n${use('used', './order.store.ts')}export type W = Work\n`,
        'services/order-service/src/deps.ts': 'export type Work = 1\n',
        [`${SLICE}/order.routes.ts`]: use('used', './pay-order.ts'),
      }),
    ).toBe('')
  })

  const planted: readonly (readonly [string, string, string])[] = [
    ['role-noun', 'order.ts', './order.store.ts'],
    ['role-command', 'pay-order.ts', '../carts/cart.store.ts'],
    ['role-door', 'order.routes.ts', '../carts/cart.store.ts'],
    ['role-command', 'close-order.ts', './refund.jobs.ts'],
    ['role-store', 'line.store.ts', './line.schema.ts'],
    ['schema-knows-the-store-by-type', 'order.schema.ts', './order.store.ts'],
    ['noun-imports-no-command', 'price.ts', './apply-price.ts'],
    ['store-imports-no-command', 'price.store.ts', './apply-price.ts'],
    ['prisma-in-stores', 'cancel-order.ts', '../generated/client.ts'],
    ['no-service-to-service', 'foreign.routes.ts', '../../../user-service/src/users/user.ts'],
    ['services-import-shared-packages-only', 'fake.routes.ts', '../../../../packages/simulator/src/index.ts'],
    ['testing-only-from-tests', 'tested.routes.ts', '../../../../packages/testing/src/index.ts'],
    ['packages-by-name', 'deep.routes.ts', '../../../../packages/core/src/index.ts'],
    ['nobody-imports-e2e', 'driven.routes.ts', '../../../../packages/e2e/src/index.ts'],
    ['deps-by-type', 'send-order.ts', '../deps.ts'],
    ['resolvable', 'lost.routes.ts', './nothing.ts'],
  ]

  test('the arrows that are not drawn are refused', async () => {
    const pathOf = (from: string, to: string) => new URL(to, `file:///${SLICE}/${from}`).pathname.slice(1)
    const targets = planted
      .filter(([rule]) => rule !== 'resolvable')
      .map(([, from, to]) => [pathOf(from, to), store])
    const sources = planted.map(([, from, to]) => [`${SLICE}/${from}`, use('loadOrder', to)])
    const found = await findings('imports', Object.fromEntries([...targets, ...sources]))
    for (const [rule, from] of planted) expect(found).toContain(`error ${rule}: ${SLICE}/${from}`)
  })

  test('packages keep their direction, and the simulator stands alone', async () => {
    const found = await findings('imports', {
      'packages/core/src/index.ts': use('loadOrder', '../../events/src/index.ts'),
      'packages/events/src/index.ts': store,
      'packages/simulator/src/index.ts': use('loadOrder', '../../events/src/index.ts'),
    })
    expect(found).toContain('arrows-of-core')
    expect(found).toContain('arrows-of-simulator')
  })

  test('a cycle and an orphan are found', async () => {
    const found = await findings('imports', {
      [`${SLICE}/order.ts`]: use('price', './price.ts'),
      [`${SLICE}/price.ts`]: "import { used } from './order.ts'\n\nexport const price = () => used\n",
      [`${SLICE}/lonely.ts`]: store,
    })
    expect(found).toContain('no-circular')
    expect(found).toContain('no-orphans')
  })
})

describe('dead code', () => {
  test('a file, an export and a dependency that nobody uses are found', async () => {
    const found = await findings('dead code', {
      'package.json': '{ "name": "linli", "private": true, "type": "module" }',
      'pnpm-workspace.yaml': 'packages: [packages/*]\n',
      'packages/http/package.json':
        '{ "name": "@linli/http", "type": "module", "exports": "./src/index.ts", "dependencies": { "left-pad": "1" } }',
      'packages/http/src/index.ts': "export { used } from './parts.ts'\n",
      'packages/http/src/parts.ts': 'export const used = 1\nexport const unused = 2\n',
      'packages/http/src/dead.ts': 'export const dead = 1\n',
    })
    for (const name of ['packages/http/src/dead.ts', 'unused', 'left-pad']) expect(found).toContain(name)
  })
})

describe('contracts', () => {
  const contract = (type: string) =>
    `syntax = "proto3";\n\npackage order.v1;\n\nmessage Order {\n  ${type} id = 1;\n}\n`
  const files = (lint: string, type: string) => ({
    'proto/package.json': JSON.stringify({ scripts: { lint, breaking: lint } }),
    'proto/buf.yaml': 'version: v2\nlint:\n  use: [STANDARD]\nbreaking:\n  use: [WIRE_JSON]\n',
    'proto/order/v1/order.proto': contract(type),
    'old/order/v1/order.proto': contract('int64'),
  })

  test('a contract out of style is found', async () => {
    expect(await findings('proto lint', files('buf lint', 'int64'))).toBe('')
    const badly = {
      ...files('buf lint', 'int64'),
      'proto/order/v1/bad.proto': contract('int64').replace('Order', 'order_x'),
    }
    expect(await findings('proto lint', badly)).toContain('PascalCase')
  })
  test('a change that breaks old readers is found', async () => {
    expect(await findings('proto breaking', files('buf breaking --against ../old', 'int64'))).toBe('')
    expect(await findings('proto breaking', files('buf breaking --against ../old', 'string'))).toContain(
      'changed type',
    )
  })
})

describe('sameness', () => {
  test('eight services of one shape pass', async () => {
    expect(await findings('sameness', EIGHT_SERVICES)).toBe('')
  })
  test.each([
    [
      'services/user-service/src/main.ts',
      'run(userService)\nextra()\n',
      'differs from order-service beyond the name',
    ],
    ['services/user-service/package.json', '{ "scripts": { "x": "y" } }', '"scripts" differs'],
    [
      'services/user-service/src/service.ts',
      'export const service = 1\n',
      'must say "export const userService',
    ],
    ['services/user-service/src/utils.ts', 'export const one = 1\n', 'no such role'],
    ['services/user-service/src/things/thing.helper.ts', 'export const one = 1\n', 'no such role'],
    [
      'services/user-service/prisma/migrations/0001_events/migration.sql',
      'create table other ();\n',
      'needs a migration NNNN_events',
    ],
  ])('%s may not drift', async (path, text, message) => {
    const found = await findings('sameness', { ...EIGHT_SERVICES, [path]: text })
    expect(found).toContain(path.replace(/\/\d{4}_.*/, ''))
    expect(found).toContain(message)
  })
})

describe('secrets', () => {
  const base64 = 'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg'
  const registry = ['https:/', 'registry.example.com/left-pad'].join('/')

  test('public vectors and ordinary text pass', async () => {
    expect(
      await findings('secrets', {
        'vectors/wechat.json': `"-----BEGIN PRIVATE KEY-----\\n${base64}"`,
        'README.md': 'see https://example.com/work/order and ./root/file\n',
        'pnpm-lock.yaml': 'resolution: {integrity: sha512-x}\n',
      }),
    ).toBe('')
  })
  test.each([
    ['src/key.ts', `export const key = \`-----BEGIN PRIVATE KEY-----\n${base64}\``, 'a private key'],
    ['keys.json', `{"kty":"OKP","d":"${'x'.repeat(43)}"}`, 'a private JWK'],
    ['config.ts', `const id = 'AKIA${'A'.repeat(16)}'`, 'an access key'],
    ['merchant.pem', 'x', 'a file of secrets'],
    ['.npmrc', 'x', 'a file of secrets'],
    ['start.sh', registry, 'a registry host'],
    ['start.sh', 'cd /work/main', 'a path of one machine'],
    ['start.sh', 'cat "/home/someone/x"', 'a path of one machine'],
    ['pnpm-lock.yaml', `resolution: {tarball: ${registry}}`, 'an address of a package'],
  ])('%s with %s is refused', async (path, text, message) => {
    expect(await findings('secrets', { [path]: text })).toContain(message)
  })
})

describe('words', () => {
  test.each([
    ['src/a.test.ts', 'does not always run', "test.skip('later', () => {})"],
    ['src/a.test.ts', 'does not always run', "describe.only('this', () => {})"],
    ['src/a.test.ts', 'does not always run', "test.runIf(process.env.SLOW)('this', () => {})"],
    ['src/a.ts', 'no issue number', '// TODO make it fast'],
    ['src/a.ts', 'without a reason', '// oxlint-disable-next-line no-console'],
    ['src/a.ts', '301 lines', 'one\n'.repeat(301)],
  ])('%s: %s', async (path, message, text) => {
    expect(await findings('words', { [path]: text })).toContain(message)
  })
  test('a reason, an issue number and 300 lines pass', async () => {
    const text = `// TODO(#42) faster\n// oxlint-disable-next-line no-console -- prints the table\n${'one\n'.repeat(298)}`
    const capable = "test.runIf(process.platform === 'linux')('this', () => {})\n"
    expect(await findings('words', { 'src/a.ts': text, 'src/a.test.ts': capable })).toBe('')
  })
})

describe('generated code', () => {
  test('what the generator finds stale is found', async () => {
    const files = {
      'packages/dev/src/gen/main.ts': "console.log('openapi.json is stale')\nprocess.exitCode = 1\n",
    }
    expect(await findings('fresh', files)).toBe('openapi.json is stale')
    expect(await findings('fresh', {})).toBe('')
  })
})
