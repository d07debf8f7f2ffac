import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Work as BaseWork, bindPrisma, type PrismaBinding, type ReadOnly } from '@linli/events'
import { connect, type Peer } from '@linli/grpc'
import { DeliveryQueryDefinition } from '@linli/proto/delivery'
import { OrderQueryDefinition } from '@linli/proto/order'
import { PaymentQueryDefinition } from '@linli/proto/payment'
import { ProductQueryDefinition } from '@linli/proto/product'
import { type BaseDeps, createVault, publishTokenVersion, type Settings, type Vault } from '@linli/service'
import type { PrismaPg } from '@prisma/adapter-pg'
import bcrypt from 'bcrypt'
import { importJWK, type JWK, SignJWT } from 'jose'
import { generateSecret, generateURI, verifySync } from 'otplib'
import type { Config } from './config.ts'
import { UserErrors } from './errors.ts'
import { type Prisma, PrismaClient } from './generated/prisma/client.ts'
import type { Totp } from './second-factors/second-factor.ts'
import type { Announce, Audience, Claims, Lifetimes } from './tokens/token.ts'
import { createWechatClient, type WechatClient } from './wechat/wechat.client.ts'

type Db = Prisma.TransactionClient

/** One transaction of this service. */
export type Work = BaseWork<Db>

export type Passwords = {
  hash(password: string): Promise<string>
  /** With no hash (no such account) it takes as long and says no. */
  verify(password: string, hash: string | undefined): Promise<boolean>
  /** @throws PASSWORD_USED_BEFORE when it is one of `earlier`. */
  hashUnused(password: string, earlier: readonly string[]): Promise<string>
}

export type Deps = BaseDeps & {
  readonly prisma: PrismaBinding<Db>
  /** Reads by Prisma; writes need a `Work`. */
  readonly db: ReadOnly<PrismaClient>
  readonly delivery: Peer<typeof DeliveryQueryDefinition>
  readonly order: Peer<typeof OrderQueryDefinition>
  readonly payment: Peer<typeof PaymentQueryDefinition>
  readonly product: Peer<typeof ProductQueryDefinition>
  readonly wechat: WechatClient
  /** Of the mini-program in which staff work, where there is one. */
  readonly staffWechat: WechatClient | undefined
  readonly vault: Vault
  readonly passwords: Passwords
  readonly totp: Totp
  readonly lifetimes: Lifetimes
  readonly maxFailuresPerIp: number
  /** Whom a new installation starts with. */
  readonly firstAdmin: { readonly login: string; readonly password: string } | undefined
  /** Signs with the audience's newest key. */
  readonly sign: (claims: Claims) => Promise<string>
  readonly announce: Announce
  close(): Promise<void>
}

const PRODUCTION_BCRYPT_COST = 12
/** product-service looks at an uploaded picture before it answers. */
const PICTURE_MS = 5_000

export function createDeps(base: BaseDeps, settings: Settings<typeof Config>): Deps {
  const client = (adapter: PrismaPg) => new PrismaClient({ adapter })
  const prisma = bindPrisma(base.pool, base.name, client)
  const delivery = connect(DeliveryQueryDefinition, settings.DELIVERY_GRPC_ADDR, { peer: 'delivery' })
  const order = connect(OrderQueryDefinition, settings.ORDER_GRPC_ADDR, { peer: 'order' })
  const payment = connect(PaymentQueryDefinition, settings.PAYMENT_GRPC_ADDR, { peer: 'payment' })
  const product = connect(ProductQueryDefinition, settings.PRODUCT_GRPC_ADDR, {
    peer: 'product',
    deadlineMs: PICTURE_MS,
  })
  if (settings.NODE_ENV === 'production' && settings.BCRYPT_COST < PRODUCTION_BCRYPT_COST) {
    throw new Error(`BCRYPT_COST must be at least ${PRODUCTION_BCRYPT_COST} in production`)
  }
  return {
    ...base,
    prisma,
    db: prisma.client,
    delivery,
    order,
    payment,
    product,
    wechat: createWechatClient({
      appId: settings.WECHAT_APP_ID,
      appSecret: settings.WECHAT_APP_SECRET,
      baseUrl: settings.WECHAT_API_BASE_URL,
      clock: base.clock,
    }),
    staffWechat: createStaffWechat(settings, base),
    vault: createVault(settings.DATA_KEYS_FILE),
    passwords: createPasswords(settings.BCRYPT_COST),
    totp: createTotp(),
    lifetimes: {
      accessSeconds: settings.ACCESS_TOKEN_SECONDS,
      refreshSeconds: settings.REFRESH_TOKEN_SECONDS,
    },
    maxFailuresPerIp: settings.LOGIN_MAX_FAILURES_PER_IP,
    firstAdmin: readFirstAdmin(settings),
    sign: createSigner(settings.JWT_PRIVATE_KEYS_FILE),
    announce: (version) => publishTokenVersion(base.sharedRedis, version),
    async close() {
      for (const peer of [delivery, order, payment, product]) peer.close()
    },
  }
}

function createStaffWechat(
  { WECHAT_STAFF_APP_FILE: file, WECHAT_API_BASE_URL: baseUrl }: Settings<typeof Config>,
  { clock }: BaseDeps,
): WechatClient | undefined {
  if (!file) return undefined
  const app = JSON.parse(readFileSync(file, 'utf8')) as { appId: string; appSecret: string }
  return createWechatClient({ ...app, baseUrl, clock })
}

function readFirstAdmin({
  FIRST_ADMIN_LOGIN: login,
  FIRST_ADMIN_PASSWORD_FILE: file,
}: Settings<typeof Config>): Deps['firstAdmin'] {
  if (!login && !file) return undefined
  if (!login || !file) throw new Error('FIRST_ADMIN_LOGIN and FIRST_ADMIN_PASSWORD_FILE belong together')
  return { login, password: readFileSync(file, 'utf8').trim() }
}

function createPasswords(cost: number): Passwords {
  const decoy = bcrypt.hash(randomBytes(16).toString('hex'), cost)
  return {
    hash: (password) => bcrypt.hash(password, cost),
    async verify(password, hash) {
      const matches = await bcrypt.compare(password, hash ?? (await decoy))
      return matches && hash !== undefined
    },
    async hashUnused(password, earlier) {
      const same = await Promise.all(earlier.map((hash) => bcrypt.compare(password, hash)))
      if (same.includes(true)) throw UserErrors.PASSWORD_USED_BEFORE()
      return bcrypt.hash(password, cost)
    },
  }
}

const ISSUER = 'Linli 邻里'
const MS_PER_SECOND = 1000
/** A neighbouring code is taken too: clocks differ, and people type slowly. */
const STEP_SECONDS = 30

function createTotp(): Totp {
  return {
    newSecret: () => generateSecret(),
    uriOf: (secret, login) => generateURI({ issuer: ISSUER, label: login, secret }),
    stepOf(secret, code, at) {
      const epoch = Math.floor(at.getTime() / MS_PER_SECOND)
      const result = verifySync({ secret, token: code, epoch, epochTolerance: STEP_SECONDS })
      return result.valid && 'timeStep' in result ? result.timeStep : undefined
    },
  }
}

type PrivateKeys = { keys: (JWK & { kid: string; aud: Audience })[] }

/** @param file JWT_PRIVATE_KEYS_FILE; of each audience's keys the last one is the newest. */
function createSigner(file: string): Deps['sign'] {
  const { keys } = JSON.parse(readFileSync(file, 'utf8')) as PrivateKeys
  const newest = new Map(
    keys.map((jwk) => [jwk.aud, { kid: jwk.kid, key: importJWK({ ...jwk, alg: 'EdDSA' }) }]),
  )
  for (const audience of ['user', 'merchant', 'admin'] as const) {
    if (!newest.has(audience)) throw new Error(`JWT_PRIVATE_KEYS_FILE has no key for audience ${audience}`)
  }
  return async (claims) => {
    const signing = newest.get(claims.aud)
    if (!signing) throw new Error(`no signing key for audience ${claims.aud}`)
    return new SignJWT({ ...claims, kid: signing.kid })
      .setProtectedHeader({ alg: 'EdDSA', kid: signing.kid, typ: 'JWT' })
      .sign(await signing.key)
  }
}
