import { seconds } from '@linli/events'
import { NoticeErrors, type Outcome, ok, type PaymentChannel } from '../channels/channel.ts'
import { type Json, readRefund, readTrade, textOf } from './answer.ts'
import { readVerifiedNotice } from './notice.ts'
import { cashierMessage, signMessage } from './signature.ts'
import { checkSigned } from './signed-message.ts'
import { type Call, callWechat, type TransportOptions } from './transport.client.ts'

export type WechatPayOptions = TransportOptions & {
  readonly appid: string
  /** 32 bytes. */
  readonly apiV3Key: Buffer
  /** Public https origin of our gateway, no query. */
  readonly notifyBaseUrl: string
}

const TRANSACTIONS = '/v3/pay/transactions'
const REFUNDS = '/v3/refund/domestic/refunds'
const NOTICES = '/api/v1/payment-notifications/wechat'
const SKEW_ALARM_SECONDS = 60
const DESCRIPTION_CHARACTERS = 127
const REASON_CHARACTERS = 80

const calls = seconds('wechatpay_call_duration_seconds', 'calls of WeChat Pay, by operation and outcome')

/** WeChat Pay v3, direct merchant, JSAPI (wechat.md §§2-6). */
export function createWechatPay(options: WechatPayOptions): PaymentChannel {
  const { merchant, appid, keys, clock, log, nonce, apiV3Key, notifyBaseUrl } = options
  const { mchid } = merchant
  const call = async (operation: string, request: Call) => {
    const startedAt = performance.now()
    const answer = await callWechat(options, request)
    calls.record((performance.now() - startedAt) / 1000, { operation, outcome: answer.kind })
    return answer
  }
  const wireTime = () => String(Math.floor(clock.now().getTime() / 1000))

  return {
    code: 'WECHAT',
    mchid,
    appid,
    async prepare({ outTradeNo, description, amountFen, openid, expireAt }) {
      const body = {
        appid,
        mchid,
        description: plainText(description, DESCRIPTION_CHARACTERS),
        out_trade_no: outTradeNo,
        time_expire: rfc3339(expireAt),
        notify_url: `${notifyBaseUrl}${NOTICES}/transactions`,
        amount: { total: amountFen, currency: 'CNY' },
        payer: { openid },
      }
      const answer = await call('prepay', { method: 'POST', target: `${TRANSACTIONS}/jsapi`, body })
      return read(answer, (json) => {
        const prepayId = textOf(json.prepay_id)
        if (!prepayId) throw new Error('prepay_id is missing')
        return { prepayId }
      })
    },
    async query(outTradeNo) {
      const target = `${TRANSACTIONS}/out-trade-no/${outTradeNo}?mchid=${mchid}`
      return read(await call('query', { method: 'GET', target }), readTrade)
    },
    async close(outTradeNo) {
      const target = `${TRANSACTIONS}/out-trade-no/${outTradeNo}/close`
      return read(await call('close', { method: 'POST', target, body: { mchid } }), () => null)
    },
    async refund({ outTradeNo, outRefundNo, reason, refundFen, totalFen }) {
      const body = {
        out_trade_no: outTradeNo,
        out_refund_no: outRefundNo,
        reason: plainText(reason, REASON_CHARACTERS),
        notify_url: `${notifyBaseUrl}${NOTICES}/refunds`,
        amount: { refund: refundFen, total: totalFen, currency: 'CNY' },
      }
      return read(await call('refund', { method: 'POST', target: REFUNDS, body }), readRefund)
    },
    async queryRefund(outRefundNo) {
      return read(
        await call('query-refund', { method: 'GET', target: `${REFUNDS}/${outRefundNo}` }),
        readRefund,
      )
    },
    cashierParams(prepayId) {
      const stamp = { timestamp: wireTime(), nonce: nonce() }
      const packageText = `prepay_id=${prepayId}`
      const paySign = signMessage(cashierMessage(appid, stamp, packageText), merchant.privateKey)
      return {
        timeStamp: stamp.timestamp,
        nonceStr: stamp.nonce,
        package: packageText,
        signType: 'RSA',
        paySign,
      }
    },
    readNotice(headers, body) {
      const verdict = checkSigned(headers, body, { now: clock.now(), keyOf: keys.keyOf })
      if (!verdict.valid) throw NoticeErrors.NOTICE_UNVERIFIED({ reason: verdict.reason })
      const { clockSkewSeconds } = verdict
      if (Math.abs(clockSkewSeconds) > SKEW_ALARM_SECONDS) log.error({ clockSkewSeconds }, 'a clock is off')
      return readVerifiedNotice(body, apiV3Key)
    },
  }
}

/** An answer that cannot be understood decides nothing. */
function read<Value>(answer: Outcome<Json>, parse: (json: Json) => Value): Outcome<Value> {
  if (answer.kind !== 'ok') return answer
  try {
    return ok(parse(answer.value))
  } catch (error) {
    return { kind: 'unknown', reason: error instanceof Error ? error.message : String(error) }
  }
}

/** Four-byte characters (emoji) are refused by the provider (wechat.md §2.2). */
const plainText = (text: string, characters: number): string =>
  text
    .replace(/[\u{10000}-\u{10FFFF}]/gu, '')
    .trim()
    .slice(0, characters) || '邻里'

/** With the zone, without fractions. */
const rfc3339 = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, '+00:00')
