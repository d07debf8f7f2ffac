const SHANGHAI_MS = 8 * 60 * 60 * 1000

/** `2026-11-22T15:01:02+08:00`: how WeChat Pay writes times. */
export const rfc3339 = (at: number): string =>
  `${new Date(at + SHANGHAI_MS).toISOString().slice(0, 19)}+08:00`

/** `20261122` in Asia/Shanghai. */
export const shanghaiDay = (at: number): string =>
  new Date(at + SHANGHAI_MS).toISOString().slice(0, 10).replaceAll('-', '')

export const unixSeconds = (at: number): number => Math.floor(at / 1000)

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

/** Epoch ms, or undefined when the text is not RFC 3339 with a zone. */
export function parseRfc3339(text: string): number | undefined {
  const at = RFC3339.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}

/** `20261122T080000Z` of the OSS V4 signature. */
export function parseBasicIso(text: string): number | undefined {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text)
  if (!parts) return undefined
  const [, year, month, day, hour, minute, second] = parts
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(at) ? undefined : at
}

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
