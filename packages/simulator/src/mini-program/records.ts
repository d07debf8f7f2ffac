import type { Json } from '../pay/rules.ts'

/** Without `appid` the residents' mini-program is meant, here and below. */
export type LoginCode = { code: string; openid: string; issued_at: number; used: boolean; appid?: string }

export type Person = { openid: string; unionid: string; session_key: string; appid?: string }

export type PhoneCode = { code: string; phone: string; issued_at: number; used: boolean }

/** `valid_until` shrinks to five minutes when a newer token replaces it. */
export type AccessToken = {
  token: string
  issued_at: number
  expires_at: number
  valid_until: number
  appid?: string
}

/** `keys` empty: only the field types are checked, not their presence. */
export type SubscribeTemplate = { template_id: string; keys: string[] }

export type Quota = { openid: string; template_id: string; left: number }

export type SentMessage = {
  msgid: number
  at: number
  openid: string
  template_id: string
  page: string | null
  data: Json
}

export type Shipment = { order: string; at: number; uploads: number; body: Json }
