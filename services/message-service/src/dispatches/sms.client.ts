import { type Clock, newId } from '@linli/core'
import { signAcs3 } from './aliyun-signature.ts'
import type { Outcome } from './dispatch.ts'
import { type CallProvider, jsonOf, type Reply } from './provider-call.client.ts'
import { type Sms, type SmsAccounts, type SmsProviderName, type SmsResult, smsOutcome } from './sms.ts'
import { signTc3, TC3_CONTENT_TYPE } from './tencent-signature.ts'

type SendSms = (sms: Sms) => Promise<SmsResult>

export type SmsClient = {
  readonly templates: SmsAccounts['templates']
  /** By the first provider, or by the other one when the first certainly did not send it. */
  send(sms: Sms): Promise<Outcome>
}

export type SmsOptions = {
  readonly accounts: SmsAccounts
  /** Instead of the providers' own hosts. */
  readonly baseUrl?: string
  readonly clock: Clock
}

const ALIYUN_URL = 'https://dysmsapi.aliyuncs.com'
const TENCENT_URL = 'https://sms.tencentcloudapi.com'

export function createSmsClient(call: CallProvider, { accounts, baseUrl, clock }: SmsOptions): SmsClient {
  const providers: Record<SmsProviderName, SendSms> = {
    aliyun: aliyun(call, { account: accounts.aliyun, url: baseUrl ?? ALIYUN_URL, clock }),
    tencent: tencent(call, { account: accounts.tencent, url: baseUrl ?? TENCENT_URL, clock }),
  }
  const other: SmsProviderName = accounts.provider === 'aliyun' ? 'tencent' : 'aliyun'
  return {
    templates: accounts.templates,
    async send(sms) {
      const first = await providers[accounts.provider](sms)
      const last = first.kind === 'down' ? await providers[other](sms) : first
      if (last.kind !== 'down') return last
      const { code, detail } = last
      return { kind: 'retry', failure: 'PROVIDER_UNAVAILABLE', code, detail, maybeSent: false }
    },
  }
}

type Provider<Account> = { readonly account: Account; readonly url: string; readonly clock: Clock }

/** dysmsapi 2017-05-25, SendSms. */
function aliyun(call: CallProvider, { account, url, clock }: Provider<SmsAccounts['aliyun']>): SendSms {
  return async ({ phone, templateId, params, outId }) => {
    const at = clock.now()
    const { query, headers } = signAcs3(
      { id: account.accessKeyId, secret: account.accessKeySecret },
      {
        host: new URL(url).host,
        action: 'SendSms',
        version: '2017-05-25',
        at,
        nonce: newId(at),
        query: {
          PhoneNumbers: phone,
          SignName: account.signName,
          TemplateCode: templateId,
          TemplateParam: JSON.stringify(Object.fromEntries(params)),
          OutId: outId,
        },
      },
    )
    const reply = await call(`${url}/?${query}`, { method: 'POST', headers })
    return resultOf(reply, (answer) => {
      const { Code, Message, BizId } = answer
      if (typeof Code !== 'string') return undefined
      return {
        code: Code,
        ok: Code === 'OK',
        detail: String(Message ?? ''),
        ref: String(BizId ?? ''),
        provider: 'aliyun',
      }
    })
  }
}

/** sms 2021-01-11, SendSms. HTTP is always 200; the code is per number. */
function tencent(call: CallProvider, { account, url, clock }: Provider<SmsAccounts['tencent']>): SendSms {
  return async ({ phone, templateId, params }) => {
    const body = JSON.stringify({
      PhoneNumberSet: [`+86${phone}`],
      SmsSdkAppId: account.sdkAppId,
      SignName: account.signName,
      TemplateId: templateId,
      TemplateParamSet: params.map(([, value]) => value),
    })
    const { authorization, timestamp } = signTc3(
      { id: account.secretId, secret: account.secretKey },
      { service: 'sms', host: new URL(url).hostname, body, at: clock.now() },
    )
    const headers = {
      authorization,
      'content-type': TC3_CONTENT_TYPE,
      'x-tc-action': 'SendSms',
      'x-tc-version': '2021-01-11',
      'x-tc-timestamp': timestamp,
      'x-tc-region': account.region,
    }
    const reply = await call(url, { method: 'POST', headers, body })
    return resultOf(reply, ({ Response }) => {
      const response = recordOf(Response)
      const status = recordOf(response?.Error) ?? recordOf([response?.SendStatusSet].flat()[0])
      if (!status) return undefined
      const { Code, Message, SerialNo } = status
      return {
        code: String(Code),
        ok: Code === 'Ok',
        detail: String(Message ?? ''),
        ref: String(SerialNo ?? ''),
        provider: 'tencent',
      }
    })
  }
}

type Read = { code: string; ok: boolean; detail: string; ref: string; provider: SmsProviderName }

const DETAIL_LENGTH = 200
/** Digits that may be a phone number have no place in rows and logs. */
const PHONES = /\d{7,}/g

function resultOf(reply: Reply, read: (answer: Record<string, unknown>) => Read | undefined): SmsResult {
  if (reply.kind === 'unreachable') return { kind: 'down', code: reply.detail, detail: reply.kind }
  const unknown = (code: string): SmsResult => ({
    kind: 'retry',
    failure: 'PROVIDER_UNAVAILABLE',
    code,
    detail: 'the answer was lost',
    maybeSent: true,
  })
  if (reply.kind === 'unknown') return unknown(reply.detail)
  const answer = jsonOf(reply.text)
  const found = answer && read(answer)
  if (!found) return unknown(String(reply.status))
  const { code, ok, detail, ref, provider } = found
  if (ok) return { kind: 'sent', provider, ref }
  return smsOutcome(code, detail.replace(PHONES, '***').slice(0, DETAIL_LENGTH))
}

const recordOf = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
