/** Real dependencies for tests: databases, streams, keys, tokens, time. */
export { type FakeClock, fakeClock } from './clock.ts'
export { type DatabaseOptions, type TestDatabase, useDatabase } from './database.ts'
export { type EventuallyOptions, eventually } from './eventually.ts'
export { type TestKeys, testKeys } from './keys.ts'
export { type TestNats, useNats } from './nats.ts'
export { type TestRedis, useRedis } from './redis.ts'
export { aToken, type TokenClaims } from './tokens.ts'
