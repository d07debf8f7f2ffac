import { createPrivateKey, type KeyObject, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { requestMessage, signRsa } from '../../src/crypto/rsa.ts'
import {
  type AppFile,
  generateKeys,
  type OssFile,
  type Simulator,
  type SimulatorOptions,
  type SmsFile,
  type StaffAppFile,
  startSimulator,
} from '../../src/index.ts'

export type TestKeys = {
  directory: string
  merchantPem: string
  merchantKey: KeyObject
  serial: string
  publicKeys: Record<string, string>
  publicKeyId: string
  apiV3Key: Buffer
  app: AppFile
  staffApp: StaffAppFile
  sms: SmsFile
  oss: OssFile
}

export function readKeys(directory: string): TestKeys {
  const text = (name: string) => readFileSync(join(directory, name), 'utf8')
  const publicKeys = JSON.parse(text('platform.pub.json')) as Record<string, string>
  return {
    directory,
    merchantPem: text('merchant.key.pem'),
    merchantKey: createPrivateKey(text('merchant.key.pem')),
    serial: text('merchant.serial'),
    publicKeys,
    publicKeyId: Object.keys(publicKeys)[0] ?? '',
    apiV3Key: Buffer.from(text('apiv3.key')),
    app: JSON.parse(text('app.json')) as AppFile,
    staffApp: JSON.parse(text('staff-app.json')) as StaffAppFile,
    sms: JSON.parse(text('sms.json')) as SmsFile,
    oss: JSON.parse(text('oss.json')) as OssFile,
  }
}

export type World = { sim: Simulator; keys: TestKeys; call: Call }

/** One simulator for a test file, with fresh keys; read it inside tests, after beforeAll ran. */
export function useSimulator(options: Partial<SimulatorOptions> = {}): () => World {
  let world: World | undefined
  const directory = mkdtempSync(join(tmpdir(), 'simulator-keys-'))
  beforeAll(async () => {
    await generateKeys(directory)
    const keys = readKeys(directory)
    const sim = await startSimulator({ keysDir: directory, ...options })
    world = { sim, keys, call: merchantCall(sim.url, keys) }
  })
  afterAll(async () => {
    await world?.sim.close()
    rmSync(directory, { recursive: true, force: true })
  })
  return () => {
    if (!world) throw new Error('the simulator is started in beforeAll')
    return world
  }
}

export type CallOptions = {
  body?: unknown
  /** Sent instead of what was signed. */
  sentBody?: string
  sentTarget?: string
  timestamp?: number
  serial?: string
  mchid?: string
  headers?: Record<string, string>
  authorization?: string
}

export type Reply = { status: number; headers: Headers; text: string; json: Record<string, unknown> }

export type Call = (method: string, target: string, options?: CallOptions) => Promise<Reply>

/** A merchant's signed call, with everything overridable that a forger would override. */
export function merchantCall(url: string, keys: TestKeys): Call {
  return async (method, target, options = {}) => {
    const body = options.body === undefined ? '' : JSON.stringify(options.body)
    const timestamp = String(options.timestamp ?? Math.floor(Date.now() / 1000))
    const nonce = randomBytes(16).toString('hex')
    const signature = signRsa(requestMessage({ method, target, body }, timestamp, nonce), keys.merchantKey)
    const fields = `mchid="${options.mchid ?? keys.app.mchid}",nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="${options.serial ?? keys.serial}"`
    const sent = options.sentBody ?? body
    const response = await fetch(url + (options.sentTarget ?? target), {
      method,
      headers: {
        accept: 'application/json',
        'user-agent': 'test',
        authorization: options.authorization ?? `WECHATPAY2-SHA256-RSA2048 ${fields}`,
        ...(sent !== '' && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(sent !== '' && { body: sent }),
    })
    const text = await response.text()
    const json = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {}
    return { status: response.status, headers: response.headers, text, json }
  }
}

let count = 0

/** A new out_trade_no or out_refund_no. */
export const newNumber = (): string => {
  count += 1
  return `T${process.pid}${Date.now()}${count}`
}

export const orderBody = (keys: TestKeys, change: Record<string, unknown> = {}) => ({
  appid: keys.app.appId,
  mchid: keys.app.mchid,
  description: '邻里 蔬菜',
  out_trade_no: newNumber(),
  notify_url: 'http://127.0.0.1:9/pay',
  amount: { total: 1000, currency: 'CNY' },
  payer: { openid: 'o-resident' },
  ...change,
})

export const refundBody = (outTradeNo: string, change: Record<string, unknown> = {}) => ({
  out_trade_no: outTradeNo,
  out_refund_no: newNumber(),
  notify_url: 'http://127.0.0.1:9/refund',
  amount: { refund: 300, total: 1000, currency: 'CNY' },
  ...change,
})

/** Orders and pays; returns the out_trade_no. */
export async function paidOrder(world: World, change: Record<string, unknown> = {}): Promise<string> {
  const body = orderBody(world.keys, change)
  await world.call('POST', '/v3/pay/transactions/jsapi', { body })
  const paid = await world.sim.control.pay({ out_trade_no: body.out_trade_no, wait: true })
  if (!paid.paid) throw new Error(`not paid: ${paid.reason}`)
  return body.out_trade_no
}
