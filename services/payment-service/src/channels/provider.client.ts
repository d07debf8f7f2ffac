import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Clock } from '@linli/core'
import { ConfigError, type Log } from '@linli/service'
import { Agent } from 'undici'
import { apiV3Key } from '../wechat-pay/cipher.ts'
import { loadPlatformKeys } from '../wechat-pay/platform-keys.client.ts'
import { privateKeyOf } from '../wechat-pay/signature.ts'
import { createWechatPay } from '../wechat-pay/wechat-pay.client.ts'
import type { PaymentChannel } from './channel.ts'
import { createMockChannel, type MockChannel } from './mock.client.ts'

/** The names are those of the environment. */
export type ChannelSettings = {
  readonly NODE_ENV?: string | undefined
  readonly PAYMENT_PROVIDER: string
  readonly WECHATPAY_BASE_URL?: string | undefined
  readonly WECHATPAY_BACKUP_URL?: string | undefined
  readonly WECHATPAY_MCHID?: string | undefined
  readonly WECHATPAY_APPID?: string | undefined
  readonly WECHATPAY_MERCHANT_KEY_FILE?: string | undefined
  readonly WECHATPAY_MERCHANT_SERIAL?: string | undefined
  readonly WECHATPAY_API_V3_KEY_FILE?: string | undefined
  readonly WECHATPAY_PUBLIC_KEYS_FILE?: string | undefined
  readonly WECHATPAY_NOTIFY_BASE_URL?: string | undefined
}

export type Provider = {
  readonly channel: PaymentChannel
  /** Only when PAYMENT_PROVIDER=mock. */
  readonly mock: MockChannel | undefined
  close(): Promise<void>
}

const CONNECTIONS = 32
const CONNECT_TIMEOUT_MS = 2_000

/** @throws ConfigError for a mock in production, or with everything that WeChat Pay lacks. */
export function createProvider(
  settings: ChannelSettings,
  { clock, log }: { clock: Clock; log: Log },
): Provider {
  if (settings.PAYMENT_PROVIDER === 'mock') {
    if (settings.NODE_ENV === 'production') {
      throw new ConfigError(['PAYMENT_PROVIDER=mock moves no money: it is refused in production'])
    }
    const mock = createMockChannel(clock)
    return { channel: mock, mock, close: async () => undefined }
  }
  const given = complete(settings)
  const dispatcher = new Agent({ connections: CONNECTIONS, connect: { timeout: CONNECT_TIMEOUT_MS } })
  const channel = createWechatPay({
    hosts: [given.WECHATPAY_BASE_URL, settings.WECHATPAY_BACKUP_URL].filter((host) => host !== undefined),
    merchant: {
      mchid: given.WECHATPAY_MCHID,
      serial: given.WECHATPAY_MERCHANT_SERIAL,
      privateKey: privateKeyOf(readFileSync(given.WECHATPAY_MERCHANT_KEY_FILE, 'utf8')),
    },
    appid: given.WECHATPAY_APPID,
    apiV3Key: apiV3Key(Buffer.from(readFileSync(given.WECHATPAY_API_V3_KEY_FILE, 'utf8').trim())),
    keys: loadPlatformKeys(given.WECHATPAY_PUBLIC_KEYS_FILE, { clock, log }),
    notifyBaseUrl: given.WECHATPAY_NOTIFY_BASE_URL,
    nonce: () => randomBytes(16).toString('hex'),
    clock,
    log,
    dispatcher,
  })
  return { channel, mock: undefined, close: () => dispatcher.close() }
}

const REQUIRED = [
  'WECHATPAY_BASE_URL',
  'WECHATPAY_MCHID',
  'WECHATPAY_APPID',
  'WECHATPAY_MERCHANT_KEY_FILE',
  'WECHATPAY_MERCHANT_SERIAL',
  'WECHATPAY_API_V3_KEY_FILE',
  'WECHATPAY_PUBLIC_KEYS_FILE',
  'WECHATPAY_NOTIFY_BASE_URL',
] as const

function complete(settings: ChannelSettings): Record<(typeof REQUIRED)[number], string> {
  const missing = REQUIRED.filter((name) => !settings[name])
  if (missing.length > 0) throw new ConfigError(missing.map((name) => `${name} is missing`))
  const given = Object.fromEntries(REQUIRED.map((name) => [name, settings[name] ?? '']))
  return given as Record<(typeof REQUIRED)[number], string>
}
