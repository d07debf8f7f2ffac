import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Access, serviceUrls } from './database.ts'
import { ACCOUNTS_FILE } from './paths.ts'
import type { PortPlan } from './ports.ts'
import { SERVICES, type ServiceName } from './services.ts'

export interface Surroundings {
  ports: PortPlan
  access: Access
  redis: string
  nats: string
  /** Folder of the generated keys. */
  keys: string
}

const origin = (port: number): string => `http://127.0.0.1:${port}`
const PERSONAL_DATA: ServiceName[] = ['user', 'order', 'delivery', 'message', 'payment']

/** The environment of one service: addresses for all, secrets only where they are needed. */
export function serviceEnv(service: ServiceName, at: Surroundings): NodeJS.ProcessEnv {
  const { url, ownerUrl } = serviceUrls(at.access, service)
  const peers = SERVICES.map((s): [string, string] => [
    `${s.toUpperCase()}_GRPC_ADDR`,
    `127.0.0.1:${at.ports.grpc[s]}`,
  ])
  return {
    NODE_ENV: 'production',
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: String(at.ports.http[service]),
    GRPC_HOST: '127.0.0.1',
    GRPC_DEADLINE_MS: process.env.GRPC_DEADLINE_MS ?? '1500', // everything shares one small machine
    GRPC_PORT: String(at.ports.grpc[service]),
    DATABASE_URL: url,
    MIGRATION_DATABASE_URL: ownerUrl,
    DATABASE_POOL_SIZE: process.env.DATABASE_POOL_SIZE ?? '10',
    REDIS_URL: at.redis,
    NATS_URL: at.nats,
    NATS_PREFIX: process.env.NATS_PREFIX ?? '',
    ...Object.fromEntries(peers),
    JWT_PUBLIC_KEYS_FILE: join(at.keys, 'jwt-public.json'),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
    ...given('OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_TRACES_SAMPLER_ARG'),
    ...secretsOf(service, at),
  }
}

/** Variables the caller has set, and no empty ones. */
const given = (...names: string[]): NodeJS.ProcessEnv =>
  Object.fromEntries(names.filter((name) => process.env[name]).map((name) => [name, process.env[name]]))

function secretsOf(service: ServiceName, { keys, ports }: Surroundings): NodeJS.ProcessEnv {
  const simulator = origin(ports.simulator)
  const env: NodeJS.ProcessEnv = {}
  if (PERSONAL_DATA.includes(service)) env.DATA_KEYS_FILE = join(keys, 'data-keys.json')
  if (service === 'user') {
    env.JWT_PRIVATE_KEYS_FILE = join(keys, 'jwt-private.json')
    env.LOGIN_MAX_FAILURES_PER_IP = '1000' // on one machine everybody shares an address
  }
  if (service === 'order') env.QUOTE_KEY_FILE = join(keys, 'quote.key')
  if (service === 'payment')
    Object.assign(env, wechatPay(keys, { simulator, gateway: origin(ports.gateway) }))
  if (service === 'user' || service === 'message') Object.assign(env, miniProgram(keys, simulator))
  if (service === 'message')
    Object.assign(env, { SMS_BASE_URL: simulator, SMS_FILE: join(keys, 'wechat', 'sms.json') })
  if (service === 'product')
    Object.assign(env, { OSS_BASE_URL: simulator, OSS_FILE: join(keys, 'wechat', 'oss.json') })
  return env
}

interface App {
  appId: string
  appSecret: string
  mchid: string
}
const readApp = (keys: string): App =>
  JSON.parse(readFileSync(join(keys, 'wechat', 'app.json'), 'utf8')) as App

function wechatPay(keys: string, at: { simulator: string; gateway: string }): NodeJS.ProcessEnv {
  const { appId, mchid } = readApp(keys)
  const dir = join(keys, 'wechat')
  return {
    WECHATPAY_BASE_URL: at.simulator,
    WECHATPAY_MCHID: mchid,
    WECHATPAY_APPID: appId,
    WECHATPAY_MERCHANT_KEY_FILE: join(dir, 'merchant.key.pem'),
    WECHATPAY_MERCHANT_SERIAL: readFileSync(join(dir, 'merchant.serial'), 'utf8').trim(),
    WECHATPAY_API_V3_KEY_FILE: join(dir, 'apiv3.key'),
    WECHATPAY_PUBLIC_KEYS_FILE: join(dir, 'platform.pub.json'),
    WECHATPAY_NOTIFY_BASE_URL: at.gateway,
  }
}

function miniProgram(keys: string, simulator: string): NodeJS.ProcessEnv {
  const { appId, appSecret } = readApp(keys)
  return {
    WECHAT_APP_ID: appId,
    WECHAT_APP_SECRET: appSecret,
    WECHAT_STAFF_APP_FILE: join(keys, 'wechat', 'staff-app.json'),
    WECHAT_API_BASE_URL: simulator,
  }
}

export function simulatorEnv({ ports, keys }: Surroundings, dataDir: string): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'production',
    SIM_HOST: '127.0.0.1',
    SIM_PORT: String(ports.simulator),
    SIM_DATA_DIR: dataDir,
    SIM_KEYS_DIR: join(keys, 'wechat'),
    SIM_CONTROL: '1',
    SIM_ACCOUNTS_FILE: ACCOUNTS_FILE(),
    ...given('SIM_SEED'),
  }
}

/** Sites and what is handed on: the API, and the pages that stand in for WeChat. */
export function webEnv({ ports }: Surroundings, sites: Record<string, string>): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'production',
    WEB_HOST: '127.0.0.1',
    WEB_PORT: String(ports.web),
    WEB_SITES: JSON.stringify(sites),
    WEB_UPSTREAMS: JSON.stringify({
      '/api/': origin(ports.gateway),
      '/__sim/cashier/': origin(ports.simulator),
    }),
  }
}

export function gatewayEnv({ ports, keys, redis }: Surroundings, config: string): NodeJS.ProcessEnv {
  const upstreams = SERVICES.map((s) => [`${s}-service`, origin(ports.http[s])])
  return {
    NODE_ENV: 'production',
    GATEWAY_CONFIG: config,
    GATEWAY_HOST: '127.0.0.1',
    GATEWAY_PORT: String(ports.gateway),
    GATEWAY_STATUS_PORT: String(ports.gatewayStatus),
    GATEWAY_UPSTREAMS: JSON.stringify(Object.fromEntries(upstreams)),
    JWT_PUBLIC_KEYS_FILE: join(keys, 'jwt-public.json'),
    REDIS_URL: redis,
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
  }
}
