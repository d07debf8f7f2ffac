import type { Json } from '../pay/rules.ts'

export type MpError = { errcode: number; errmsg: string }

export const mpError = (errcode: number, errmsg: string): MpError => ({ errcode, errmsg })

export const OK: MpError = { errcode: 0, errmsg: 'ok' }

/** The API answers JSON bodies whatever the content type; undefined stands for 47001. */
export function parseJson(body: Buffer): Json | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'))
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Json)
      : undefined
  } catch {
    return undefined
  }
}

export const NOT_JSON = mpError(47001, 'data format error')
