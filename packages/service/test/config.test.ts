import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { BaseConfig, ConfigError, loadConfig } from '../src/index.ts'

const complete = {
  HTTP_PORT: '0',
  GRPC_PORT: '0',
  DATABASE_URL: 'postgres://a:b@c/d',
  REDIS_URL: 'redis://localhost',
  NATS_URL: 'nats://localhost',
  JWT_PUBLIC_KEYS_FILE: 'keys.json',
  ...Object.fromEntries(
    ['USER', 'PRODUCT', 'ORDER', 'PAYMENT', 'DELIVERY', 'POINTS', 'ACTIVITY', 'MESSAGE'].map((name) => [
      `${name}_GRPC_ADDR`,
      'localhost:1',
    ]),
  ),
}
const problemsOf = (schema: typeof BaseConfig, environment: NodeJS.ProcessEnv) => {
  try {
    loadConfig(schema, environment)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

test('converts, applies defaults, counts an empty value as absent, and freezes', () => {
  const settings = loadConfig(BaseConfig, {
    ...complete,
    DATABASE_POOL_SIZE: '20',
    LOG_LEVEL: '',
    OTHER: 'x',
  })
  expect(settings).toMatchObject({
    DATABASE_POOL_SIZE: 20,
    LOG_LEVEL: 'info',
    HTTP_HOST: '127.0.0.1',
    SHUTDOWN_GRACE_MS: 10_000,
  })
  expect(settings).not.toHaveProperty('OTHER')
  expect(Object.isFrozen(settings)).toBe(true)
})

test('lists every problem at once', () => {
  const problems = problemsOf(BaseConfig, {
    ...complete,
    HTTP_PORT: '70000',
    DATABASE_URL: 'mysql://a',
    REDIS_URL: '',
    USER_GRPC_ADDR: 'nowhere',
    LOG_LEVEL: 'loud',
    DATABASE_POOL_SIZE: 'many',
  })
  for (const name of [
    'HTTP_PORT',
    'DATABASE_URL',
    'REDIS_URL',
    'USER_GRPC_ADDR',
    'LOG_LEVEL',
    'DATABASE_POOL_SIZE',
  ]) {
    expect(problems.join('\n')).toContain(name)
  }
  expect(problemsOf(BaseConfig, {}).length).toBeGreaterThan(10)
})

test('never prints a value: it may be a secret', () => {
  const schema = Type.Object({
    ...BaseConfig.properties,
    API_SECRET: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    MODE: Type.Union([Type.Literal('a'), Type.Literal('b')]),
    PIN: Type.Integer({ maximum: 10 }),
  })
  const values = {
    API_SECRET: 'hunter2-hunter2',
    MODE: 'swordfish',
    PIN: '31337',
    DATABASE_URL: 'mysql://user:pa55@h/d',
  }
  const error: unknown = (() => {
    try {
      return loadConfig(schema, { ...complete, ...values })
    } catch (caught) {
      return caught
    }
  })()
  expect(error).toBeInstanceOf(ConfigError)
  const text = String(error) + JSON.stringify(error)
  for (const name of Object.keys(values)) expect(text).toContain(name)
  for (const secret of ['hunter2', 'swordfish', '31337', 'pa55']) expect(text).not.toContain(secret)
})
