import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { sha256Hex } from '../src/crypto/digest.ts'
import { canonicalAcs3, signAcs3 } from '../src/sms/acs3.ts'
import { canonicalTc3, signTc3 } from '../src/sms/tc3.ts'
import { useReceiver } from './support/receiver.ts'
import { useSimulator } from './support/simulator.ts'

const world = useSimulator()
const receiver = useReceiver()
const MINUTE = 60_000

afterEach(() => world().sim.control.reset())

type Answer = Record<string, unknown>
const host = () => new URL(world().sim.url).host

async function aliyun(
  change: Record<string, string> = {},
  forge: { secret?: string; date?: string; nonce?: string; extra?: string } = {},
): Promise<Answer & { status: number }> {
  const { aliyun: account, templates } = world().keys.sms
  const query: [string, string][] = Object.entries({
    PhoneNumbers: '13800000000',
    SignName: account.signName,
    TemplateCode: templates.code?.id ?? '',
    TemplateParam: '{"code":"123456"}',
    ...change,
  })
  const headers: Record<string, string> = {
    host: host(),
    'x-acs-action': 'SendSms',
    'x-acs-version': '2017-05-25',
    'x-acs-date': forge.date ?? new Date().toISOString().replace(/\.\d+/, ''),
    'x-acs-signature-nonce': forge.nonce ?? randomUUID(),
    'x-acs-content-sha256': sha256Hex(''),
  }
  const names = Object.keys(headers).sort()
  const canonical = canonicalAcs3({ method: 'POST', path: '/', query, headers, body: Buffer.alloc(0) }, names)
  const signature = signAcs3(forge.secret ?? account.accessKeySecret, canonical)
  const authorization = `ACS3-HMAC-SHA256 Credential=${account.accessKeyId},SignedHeaders=${names.join(';')},Signature=${signature}`
  const url = `${world().sim.url}/?${new URLSearchParams(query)}${forge.extra ?? ''}`
  const response = await fetch(url, { method: 'POST', headers: { ...headers, authorization } })
  return { status: response.status, ...((await response.json()) as Answer) }
}

async function tencent(change: object = {}, forge: { secret?: string; at?: number; port?: boolean } = {}) {
  const { tencent: account, templates } = world().keys.sms
  const body = JSON.stringify({
    PhoneNumberSet: ['+8613800000000'],
    SmsSdkAppId: account.sdkAppId,
    SignName: account.signName,
    TemplateId: templates.code?.id,
    TemplateParamSet: ['123456'],
    ...change,
  })
  const timestamp = String(Math.floor((forge.at ?? Date.now()) / 1000))
  const date = new Date(Number(timestamp) * 1000).toISOString().slice(0, 10)
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'x-tc-action': 'SendSms',
    'x-tc-version': '2021-01-11',
    'x-tc-timestamp': timestamp,
    'x-tc-region': account.region,
  }
  const names = ['content-type', 'host', 'x-tc-action']
  const signedHost = forge.port ? host() : host().replace(/:\d+/, '')
  const canonical = canonicalTc3(
    { method: 'POST', path: '/', headers, body: Buffer.from(body) },
    names,
    signedHost,
  )
  const signature = signTc3(forge.secret ?? account.secretKey, canonical, { date, service: 'sms', timestamp })
  const authorization = `TC3-HMAC-SHA256 Credential=${account.secretId}/${date}/sms/tc3_request, SignedHeaders=${names.join(';')}, Signature=${signature}`
  const response = await fetch(world().sim.url, {
    method: 'POST',
    headers: { ...headers, authorization },
    body,
  })
  const answer = (await response.json()) as {
    Response: { Error?: { Code: string }; SendStatusSet?: { Code: string; PhoneNumber: string }[] }
  }
  return answer.Response
}

describe('Aliyun', () => {
  it('puts a signed message into the inbox', async () => {
    expect(await aliyun()).toMatchObject({ status: 200, Code: 'OK', BizId: expect.any(String) })
    expect(world().sim.control.sms('13800000000')).toMatchObject([
      { provider: 'aliyun', params: { code: '123456' }, text: expect.stringContaining('123456') },
    ])
  })

  it('refuses a forged, late, altered or replayed call', async () => {
    const nonce = randomUUID()
    await aliyun({}, { nonce })
    expect(await aliyun({}, { nonce })).toMatchObject({ status: 400, Code: 'SignatureNonceUsed' })
    expect(await aliyun({}, { secret: 'x' })).toMatchObject({ status: 400, Code: 'SignatureDoesNotMatch' })
    expect(await aliyun({}, { extra: '&OutId=1' })).toMatchObject({ Code: 'SignatureDoesNotMatch' })
    const date = new Date(Date.now() - 16 * MINUTE).toISOString()
    expect(await aliyun({}, { date })).toMatchObject({ status: 400, Code: 'InvalidTimeStamp.Expired' })
    expect(world().sim.control.sms()).toHaveLength(1)
  })

  it('limits a number to 1 a minute, 5 an hour and 10 a day', async () => {
    const limited = { status: 200, Code: 'isv.BUSINESS_LIMIT_CONTROL' }
    const { clock, sms } = world().sim.control
    await aliyun()
    expect(await aliyun()).toMatchObject(limited)
    for (let minute = 1; minute < 5; minute += 1) {
      await clock.advance(MINUTE)
      await aliyun()
    }
    await clock.advance(MINUTE)
    expect(await aliyun()).toMatchObject({ ...limited, Message: expect.stringContaining('小时') })
    await clock.advance(60 * MINUTE)
    for (let minute = 0; minute < 6; minute += 1) {
      await aliyun()
      await clock.advance(15 * MINUTE)
    }
    expect(sms()).toHaveLength(10)
    expect(await aliyun()).toMatchObject({ ...limited, Message: expect.stringContaining('天') })
    expect(await aliyun({ PhoneNumbers: '13900000000' })).toMatchObject({ Code: 'OK' })
  })

  it('names bad numbers, signatures, templates and parameters', async () => {
    expect(await aliyun({ PhoneNumbers: '12' })).toMatchObject({ Code: 'isv.MOBILE_NUMBER_ILLEGAL' })
    expect(await aliyun({ SignName: 'x' })).toMatchObject({ Code: 'isv.SMS_SIGN_ILLEGAL' })
    expect(await aliyun({ TemplateCode: 'x' })).toMatchObject({ Code: 'isv.SMS_TEMPLATE_ILLEGAL' })
    expect(await aliyun({ TemplateParam: '{}' })).toMatchObject({ Code: 'isv.TEMPLATE_MISSING_PARAMETERS' })
  })

  it('posts a delivery report', async () => {
    world().sim.control.settings.set({ sms_receipt_url: receiver.url })
    const { BizId } = await aliyun({ OutId: 'out-1' })
    await world().sim.control.clock.advance(1000)
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject([{ biz_id: BizId, out_id: 'out-1' }])
  })
})

describe('Tencent', () => {
  it('takes a host signed with or without its port, and answers per number', async () => {
    const sent = await tencent({ PhoneNumberSet: ['+8613800000000', '12'] })
    expect(sent.SendStatusSet).toMatchObject([
      { Code: 'Ok' },
      { Code: 'InvalidParameterValue.IncorrectPhoneNumber' },
    ])
    expect((await tencent({ PhoneNumberSet: ['13900000000'] }, { port: true })).SendStatusSet).toMatchObject([
      { Code: 'Ok' },
    ])
    const limited = await tencent()
    expect(limited.SendStatusSet?.[0]?.Code).toMatch(/^LimitExceeded\./)
  })

  it('refuses a forged or late call', async () => {
    expect(await tencent({}, { secret: 'x' })).toMatchObject({
      Error: { Code: 'AuthFailure.SignatureFailure' },
    })
    const late = { at: Date.now() - 6 * MINUTE }
    expect(await tencent({}, late)).toMatchObject({ Error: { Code: 'AuthFailure.SignatureExpire' } })
    expect(world().sim.control.sms()).toHaveLength(0)
  })

  it('names bad templates and parameters', async () => {
    const code = async (change: object) => (await tencent(change)).SendStatusSet?.[0]?.Code
    expect(await code({ TemplateId: 'x' })).toBe('FailedOperation.TemplateIncorrectOrUnapproved')
    expect(await code({ SignName: 'x' })).toBe('FailedOperation.SignatureIncorrectOrUnapproved')
    expect(await code({ TemplateParamSet: [] })).toMatch(/^FailedOperation\.TemplateParamSet/)
  })
})
