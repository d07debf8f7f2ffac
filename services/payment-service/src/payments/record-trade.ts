import type { Outcome, Trade } from '../channels/channel.ts'
import type { Work } from '../deps.ts'
import { closeAttempt } from './close-payment.ts'
import { type Receipt, receiveMoney } from './receive-money.ts'

/**
 * What a query told. Only two answers are final; NOTPAY, a number that the provider does not know (yet) and no answer
 * at all decide nothing (wechat.md §3.3).
 */
export async function recordTrade(
  work: Work,
  { outTradeNo, answer, numberPrefix }: { outTradeNo: string; answer: Outcome<Trade>; numberPrefix: string },
): Promise<Receipt | undefined> {
  if (answer.kind !== 'ok') return undefined
  // The answer is about the number that was asked for, or about nothing.
  if (answer.value.outTradeNo !== outTradeNo || answer.value.state === 'NOTPAY') return undefined
  if (answer.value.state === 'PAID')
    return receiveMoney(work, { trade: answer.value, proven: true, numberPrefix })
  await closeAttempt(work, { outTradeNo, numberPrefix })
  return undefined
}
