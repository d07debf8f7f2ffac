import { businessDay, type Fen } from '@linli/core'

const SHANGHAI = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
})

/** `12.34`, for templates that bring their own unit. */
export const yuan = (fen: Fen): string => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`

/** `¥12.34`, as WeChat's amount fields take it. */
export const money = (fen: Fen): string => `¥${yuan(fen)}`

/** `2026年11月22日`, in Shanghai. */
export function day(at: Date): string {
  const [year, month, date] = businessDay(at).split('-')
  return `${year}年${month}月${date}日`
}

/** `2026年11月22日 15:01`, as WeChat's date and time fields take it. */
export const moment = (at: Date): string => `${day(at)} ${SHANGHAI.format(at)}`
