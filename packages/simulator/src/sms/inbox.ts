import { request } from 'undici'
import type { Sim } from '../sim.ts'
import { rfc3339 } from '../time/format.ts'
import type { SmsMessage } from './sms-message.ts'

/** The report comes a moment after the message. */
const RECEIPT_DELAY_MS = 1000

export function receive(sim: Sim, message: Omit<SmsMessage, 'id' | 'at'>): SmsMessage {
  const id = `${sim.ids.next()}^0`
  const stored = sim.tables.sms.put(id, { ...message, id, at: sim.clock.now() })
  planReceipt(sim, stored)
  return stored
}

/** Mainland numbers come as 13800000000, +8613800000000 or 8613800000000. Undefined = not a number. */
export function normalisePhone(text: string): string | undefined {
  const digits = text.replace(/^(?:\+86|0086|86(?=1\d{10}$))/, '')
  return /^1[3-9]\d{9}$/.test(digits) ? digits : undefined
}

export const templateText = (text: string, params: Record<string, string>): string =>
  text.replace(/\$\{(\w+)\}/g, (whole, name: string) => params[name] ?? whole)

/** Parameter names of a template, in order. */
export const templateParams = (text: string): string[] =>
  [...text.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] ?? '')

function planReceipt(sim: Sim, message: SmsMessage): void {
  const url = sim.settings.get().sms_receipt_url
  if (url === '') return
  sim.scheduler.plan({
    key: `sms-receipt:${message.id}`,
    dueAt: sim.clock.now() + RECEIPT_DELAY_MS,
    run: () => sendReceipt(sim, url, message),
  })
}

async function sendReceipt(sim: Sim, url: string, message: SmsMessage): Promise<void> {
  const time = rfc3339(sim.clock.now())
  const body = message.provider === 'aliyun' ? aliyunReceipt(message, time) : tencentReceipt(message, time)
  const response = await request(url, {
    dispatcher: sim.outgoing,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'sms-receipt' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(5000),
  })
  await response.body.dump()
}

const aliyunReceipt = (message: SmsMessage, time: string) => [
  {
    phone_number: message.phone,
    send_time: rfc3339(message.at),
    report_time: time,
    success: true,
    err_code: 'DELIVERED',
    err_msg: '用户接收成功',
    sms_size: '1',
    biz_id: message.id,
    out_id: message.out_id ?? '',
  },
]

const tencentReceipt = (message: SmsMessage, time: string) => [
  {
    user_receive_time: time,
    nationcode: '86',
    mobile: message.phone,
    report_status: 'SUCCESS',
    errmsg: 'DELIVRD',
    description: '用户短信送达成功',
    sid: message.id,
  },
]
