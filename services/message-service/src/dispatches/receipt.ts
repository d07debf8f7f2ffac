import type { SmsProviderName } from './sms.ts'

/** One report of a provider: did this SMS arrive? */
export type Receipt = {
  readonly provider: SmsProviderName
  readonly ref: string
  readonly phone: string
  readonly arrived: boolean
  readonly code: string
}

export type Report = {
  readonly phone_number?: string
  readonly mobile?: string
  readonly biz_id?: string
  readonly sid?: string
  readonly success?: boolean
  readonly report_status?: string
  readonly err_code?: string
  readonly errmsg?: string
}

/** Either provider's words in ours; undefined when a report says too little. */
export function receiptOf(provider: SmsProviderName, report: Report): Receipt | undefined {
  const ours =
    provider === 'aliyun'
      ? { ref: report.biz_id, phone: report.phone_number, arrived: report.success, code: report.err_code }
      : {
          ref: report.sid,
          phone: report.mobile,
          arrived: report.report_status === 'SUCCESS',
          code: report.errmsg,
        }
  const { ref, phone, arrived, code = '' } = ours
  if (ref === undefined || phone === undefined || arrived === undefined) return undefined
  return { provider, ref, phone: phone.replace(/^\+?86(?=1\d{10}$)/, ''), arrived, code: code.slice(0, 64) }
}
