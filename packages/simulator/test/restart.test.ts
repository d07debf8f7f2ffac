import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { generateKeys } from '../src/index.ts'
import { useReceiver } from './support/receiver.ts'
import {
  type Call,
  merchantCall,
  orderBody,
  readKeys,
  refundBody,
  type TestKeys,
} from './support/simulator.ts'

const receiver = useReceiver()
const root = mkdtempSync(join(tmpdir(), 'simulator-restart-'))
const main = new URL('../src/main.ts', import.meta.url).pathname
let keys: TestKeys
let child: ChildProcess | undefined
let url = ''
let call: Call

beforeAll(async () => {
  await generateKeys(join(root, 'keys'))
  keys = readKeys(join(root, 'keys'))
})
afterEach(() => stop('SIGKILL'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

async function start(given: NodeJS.ProcessEnv = {}): Promise<void> {
  const env = {
    ...process.env,
    ...given,
    SIM_PORT: '0',
    SIM_CONTROL: '1',
    SIM_DATA_DIR: join(root, 'data'),
    SIM_KEYS_DIR: keys.directory,
  }
  child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  if (!child.stdout) throw new Error('no stdout')
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  url = (JSON.parse(line.toString()) as { url: string }).url
  call = merchantCall(url, keys)
}

async function stop(signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

const control = async (path: string, body?: unknown): Promise<unknown> => {
  const response = await fetch(
    `${url}/__sim${path}`,
    body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
  )
  return response.json()
}

describe('the process', () => {
  it('keeps orders, refunds, money, clock and pending callbacks over SIGKILL', async () => {
    await start()
    receiver.answer = () => 503
    const body = orderBody(keys, { notify_url: receiver.url })
    await call('POST', '/v3/pay/transactions/jsapi', { body })
    await control('/pay', { out_trade_no: body.out_trade_no, wait: true })
    const refund = refundBody(body.out_trade_no, { notify_url: receiver.url })
    const { json: refunded } = await call('POST', '/v3/refund/domestic/refunds', { body: refund })
    await control('/clock/advance', { seconds: 10 })
    await stop('SIGKILL')

    await start()
    receiver.answer = () => 200
    receiver.received.length = 0
    const target = `/v3/pay/transactions/out-trade-no/${body.out_trade_no}?mchid=${keys.app.mchid}`
    expect((await call('GET', target)).json).toMatchObject({ trade_state: 'REFUND' })
    const again = await call('POST', '/v3/refund/domestic/refunds', { body: refund })
    expect(again.json).toMatchObject({ refund_id: refunded.refund_id, status: 'SUCCESS' })
    expect(await control('/ledger')).toMatchObject({ balance: 700 })
    expect(await control('/clock')).toMatchObject({ pending: [{}, {}] })
    await control('/clock/advance', { seconds: 30 })
    expect(receiver.received).toHaveLength(2)
  })

  it('gives out no number twice', async () => {
    const ids: unknown[] = []
    for (let round = 0; round < 3; round += 1) {
      await start()
      for (let count = 0; count < 3; count += 1) {
        const { json } = await call('POST', '/v3/pay/transactions/jsapi', { body: orderBody(keys) })
        ids.push(json.prepay_id)
      }
      await stop('SIGTERM')
    }
    expect(new Set(ids).size).toBe(9)
  })

  it('answers at a second port, where it is published by another number', async () => {
    const other = createServer()
    await once(other.listen(0, '127.0.0.1'), 'listening')
    const { port } = other.address() as AddressInfo
    await new Promise((resolve) => other.close(resolve))
    await start({ SIM_PUBLIC_PORT: String(port) })
    const answers = await Promise.all(
      [url, `http://127.0.0.1:${port}`].map(async (at) => (await fetch(`${at}/__sim/healthz`)).status),
    )
    expect(answers).toEqual([200, 200])
    await stop('SIGTERM')
    expect(child?.exitCode).toBe(0)
  })

  it('stops on SIGTERM and refuses to start without its environment', async () => {
    await start()
    await stop('SIGTERM')
    expect(child?.exitCode).toBe(0)
    const bare = spawn(process.execPath, [main], { env: {}, stdio: ['ignore', 'ignore', 'pipe'] })
    const said: string[] = []
    bare.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()))
    const [code] = (await once(bare, 'close')) as [number]
    expect(code).toBe(1)
    expect(said.join('')).toMatch(/SIM_PORT.*SIM_KEYS_DIR/)
  })
})
