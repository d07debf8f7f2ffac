export type Language = 'zh' | 'en'
export type Refusal = { readonly code: number; readonly zh: string; readonly en: string }

/** The rows of gateway/plugins/linli-envelope/refusals.lua; a test compares the two. */
export const refusals: Readonly<Record<number, Refusal>> = {
  400: { code: 400, zh: '请求格式错误', en: 'Malformed request' },
  401: { code: 401, zh: '请先登录', en: 'Please log in' },
  403: { code: 403, zh: '没有访问权限', en: 'You may not do this' },
  404: { code: 404, zh: '接口不存在', en: 'No such endpoint' },
  408: { code: 408, zh: '请求超时', en: 'The request took too long to arrive' },
  411: { code: 411, zh: '缺少 Content-Length', en: 'Content-Length is required' },
  413: { code: 413, zh: '请求内容过大', en: 'The request body is too large' },
  414: { code: 414, zh: '请求地址过长', en: 'The request address is too long' },
  417: { code: 417, zh: '请求内容过大', en: 'The request body is too large' },
  429: { code: 429, zh: '请求过于频繁,请稍后再试', en: 'Too many requests, please try again later' },
  431: { code: 431, zh: '请求头过大', en: 'The request headers are too large' },
  500: { code: 1900, zh: '网关内部错误', en: 'Gateway error' },
  502: {
    code: 1902,
    zh: '服务暂不可用,请稍后再试',
    en: 'The service is unavailable, please try again later',
  },
  503: {
    code: 1902,
    zh: '服务暂不可用,请稍后再试',
    en: 'The service is unavailable, please try again later',
  },
  504: { code: 1901, zh: '服务响应超时,请稍后再试', en: 'The service took too long to answer' },
}

const UNKNOWN = { zh: '请求被拒绝', en: 'The request was refused' }

/** The envelope of a refusal by the gateway itself. @param at Unix milliseconds */
export function envelope(status: number, language: Language, at: number): string {
  const { code, ...text } = refusals[status] ?? { code: status, ...UNKNOWN }
  return JSON.stringify({ code, message: text[language], data: null, timestamp: Math.floor(at / 1000) })
}
