import type { CodeSession } from './code-session.ts'

export type WechatClient = {
  readonly appId: string
  /** Exchanges a `wx.login` code. Never throws and never tries twice: a code works once. */
  codeToSession(code: string): Promise<CodeSession>
}

type Access = { appId: string; appSecret: string; baseUrl: string }
type Reply = { openid?: unknown; unionid?: unknown; errcode?: unknown }

const TIMEOUT_MS = 5_000
/** `-1` is WeChat being busy: the only code that says nothing about ours. */
const BUSY = -1

/** The mini-program server API. @param baseUrl such as `https://api.weixin.qq.com`. */
export function createWechatClient({ appId, appSecret, baseUrl }: Access): WechatClient {
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
  }
}

function read({ openid, unionid, errcode }: Reply): CodeSession {
  if (typeof openid === 'string' && openid !== '') {
    return { outcome: 'ok', openid, ...(typeof unionid === 'string' && unionid !== '' && { unionid }) }
  }
  if (typeof errcode === 'number' && errcode !== BUSY) return { outcome: 'rejected', code: errcode }
  return { outcome: 'unknown', cause: new Error(`code2session answered errcode ${String(errcode)}`) }
}
