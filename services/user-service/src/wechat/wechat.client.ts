import type { Clock } from '@linli/core'
import type { CodeSession } from './code-session.ts'
import { isTokenProblem, type PhoneAnswer, readPhone } from './phone-number.ts'

export type WechatClient = {
  readonly appId: string
  /** Exchanges a `wx.login` code. Never throws and never tries twice: a code works once. */
  codeToSession(code: string): Promise<CodeSession>
  /** Exchanges the code of a `getPhoneNumber` button, which is not the one of `wx.login`. Never throws. */
  codeToPhone(code: string): Promise<PhoneAnswer>
}

type Access = { appId: string; appSecret: string; baseUrl: string; clock: Clock }
type Reply = { openid?: unknown; unionid?: unknown; errcode?: unknown }

const TIMEOUT_MS = 5_000
/** A token is not used in its last five minutes: by then WeChat gives the next one. */
const TOKEN_MARGIN_MS = 300_000
/** `-1` is WeChat being busy: the only code that says nothing about ours. */
const BUSY = -1

/** The mini-program server API. @param baseUrl such as `https://api.weixin.qq.com`. */
export function createWechatClient({ appId, appSecret, baseUrl, clock }: Access): WechatClient {
  const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const response = await fetch(new URL(path, baseUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    })
    const answer: unknown = JSON.parse(await response.text())
    if (!response.ok || typeof answer !== 'object' || answer === null)
      throw new Error(`HTTP ${response.status}`)
    return { ...answer }
  }

  const nowMs = () => clock.now().getTime()
  /** In its normal mode the API gives everybody the same token, so services need not share one. */
  const fetchToken = async (): Promise<{ token: string; seconds: number }> => {
    const body = { grant_type: 'client_credential', appid: appId, secret: appSecret }
    const { access_token: token, expires_in: seconds } = await post('/cgi-bin/stable_token', body)
    if (typeof token !== 'string' || typeof seconds !== 'number')
      throw new Error('stable_token gave no token')
    return { token, seconds }
  }

  let known: { readonly token: Promise<string>; untilMs: number } | undefined
  /** Whoever needs a token while one is asked for waits for the same. */
  const tokenOf = (): Promise<string> => {
    if (known && nowMs() < known.untilMs) return known.token
    const asking = fetchToken()
    const fresh = { token: asking.then(({ token }) => token), untilMs: nowMs() + TIMEOUT_MS }
    known = fresh
    asking.then(
      ({ seconds }) => {
        fresh.untilMs = nowMs() + seconds * 1000 - TOKEN_MARGIN_MS
      },
      () => {
        if (known === fresh) known = undefined // who waits has the error; the next one asks again
      },
    )
    return fresh.token
  }

  const askPhone = async (code: string) => {
    const path = `/wxa/business/getuserphonenumber?access_token=${encodeURIComponent(await tokenOf())}`
    return post(path, { code })
  }

  return {
    appId,
    async codeToSession(code) {
      const url = new URL('/sns/jscode2session', baseUrl)
      url.search = new URLSearchParams({
        appid: appId,
        secret: appSecret,
        js_code: code,
        grant_type: 'authorization_code',
      }).toString()
      try {
        const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' })
        // The content type is text/plain although the body is JSON.
        const text = await response.text()
        if (!response.ok) return { outcome: 'unknown', cause: new Error(`HTTP ${response.status}`) }
        return read(JSON.parse(text) as Reply)
      } catch (cause) {
        return { outcome: 'unknown', cause }
      }
    },
    async codeToPhone(code) {
      try {
        const answer = await askPhone(code)
        if (!isTokenProblem(answer.errcode)) return readPhone(answer, appId)
        known = undefined // somebody forced another token: ask for it, once
        return readPhone(await askPhone(code), appId)
      } catch (cause) {
        return { outcome: 'unknown', cause }
      }
    },
  }
}

function read({ openid, unionid, errcode }: Reply): CodeSession {
  if (typeof openid === 'string' && openid !== '') {
    return { outcome: 'ok', openid, ...(typeof unionid === 'string' && unionid !== '' && { unionid }) }
  }
  if (typeof errcode === 'number' && errcode !== BUSY) return { outcome: 'rejected', code: errcode }
  return { outcome: 'unknown', cause: new Error(`code2session answered errcode ${String(errcode)}`) }
}
