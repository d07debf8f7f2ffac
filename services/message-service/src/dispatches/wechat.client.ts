import type { WechatMessage } from '../rules/template.ts'
import type { Outcome } from './dispatch.ts'
import { type CallProvider, jsonOf, type Reply } from './provider-call.client.ts'
import { isTokenProblem, wechatOutcome } from './wechat-outcome.ts'

export type WechatOptions = {
  readonly appId: string
  readonly appSecret: string
  readonly baseUrl: string
  readonly miniprogramState: string
}

export type FreshToken = { readonly token: string; readonly expiresInSeconds: number }

export type WechatClient = {
  readonly appId: string
  /** @returns undefined when WeChat gave none; the normal mode gives the same token until shortly before its end. */
  fetchToken(): Promise<FreshToken | undefined>
  /** @returns `token` when WeChat refused the token and a new one may help. */
  send(token: string, to: { openid: string; message: WechatMessage }): Promise<Outcome | 'token'>
}

const JSON_HEADERS = { 'content-type': 'application/json' }
const DETAIL_LENGTH = 200

/** The mini-program API's subscribe messages (wechat.md §9). */
export function createWechatClient(
  call: CallProvider,
  { appId, appSecret, baseUrl, miniprogramState }: WechatOptions,
): WechatClient {
  return {
    appId,
    async fetchToken() {
      const body = JSON.stringify({ grant_type: 'client_credential', appid: appId, secret: appSecret })
      const reply = await call(`${baseUrl}/cgi-bin/stable_token`, {
        method: 'POST',
        headers: JSON_HEADERS,
        body,
      })
      const answer = reply.kind === 'answer' ? jsonOf(reply.text) : undefined
      const token = answer?.access_token
      const expiresInSeconds = Number(answer?.expires_in)
      return typeof token === 'string' && expiresInSeconds > 0 ? { token, expiresInSeconds } : undefined
    },
    async send(token, { openid, message }) {
      const { templateId, page, data } = message
      const reply = await call(
        `${baseUrl}/cgi-bin/message/subscribe/send?access_token=${encodeURIComponent(token)}`,
        {
          method: 'POST',
          headers: JSON_HEADERS,
          body: JSON.stringify({
            touser: openid,
            template_id: templateId,
            ...(page !== '' && { page }),
            data,
            miniprogram_state: miniprogramState,
            lang: 'zh_CN',
          }),
        },
      )
      return outcomeOf(reply)
    },
  }
}

function outcomeOf(reply: Reply): Outcome | 'token' {
  const failure = 'PROVIDER_UNAVAILABLE'
  if (reply.kind !== 'answer')
    return {
      kind: 'retry',
      failure,
      code: reply.detail,
      detail: reply.kind,
      maybeSent: reply.kind === 'unknown',
    }
  const answer = jsonOf(reply.text)
  const errcode = answer?.errcode
  if (reply.status >= 300 || typeof errcode !== 'number')
    return {
      kind: 'retry',
      failure,
      code: String(reply.status),
      detail: 'no answer of WeChat',
      maybeSent: true,
    }
  if (isTokenProblem(errcode)) return 'token'
  // msgid is beyond 2^53: its digits are taken from the text.
  const ref = /"msgid"\s*:\s*"?(\d+)/.exec(reply.text)?.[1] ?? null
  return wechatOutcome({ errcode, errmsg: String(answer?.errmsg ?? '').slice(0, DETAIL_LENGTH), ref })
}
