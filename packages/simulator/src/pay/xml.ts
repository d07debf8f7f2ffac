import { createCipheriv } from 'node:crypto'
import { md5Hex } from '../crypto/digest.ts'
import type { Sim } from '../sim.ts'
import type { Notification } from './notification.ts'

/**
 * The v2 callback a platform-configured refund URL still receives: req_info is AES-256-ECB under md5(v2 key).
 * The merchant here has no v2 key of its own; the API v3 key stands in, the receiver must refuse it unread.
 */
export function refundXml(sim: Sim, notification: Notification): string {
  const key = md5Hex(sim.keys.apiV3Key)
  const cipher = createCipheriv('aes-256-ecb', Buffer.from(key), null)
  const inner = element('root', {
    out_trade_no: notification.out_trade_no,
    out_refund_no: notification.out_refund_no ?? '',
    refund_status: notification.event_type.split('.')[1] ?? 'SUCCESS',
  })
  const sealed = Buffer.concat([cipher.update(inner, 'utf8'), cipher.final()]).toString('base64')
  return element('xml', {
    return_code: 'SUCCESS',
    appid: sim.keys.app.appId,
    mch_id: sim.keys.app.mchid,
    nonce_str: sim.random.hex(32),
    req_info: sealed,
  })
}

const element = (name: string, children: Record<string, string>): string =>
  `<${name}>${Object.entries(children)
    .map(([child, value]) => `<${child}><![CDATA[${value}]]></${child}>`)
    .join('')}</${name}>`
