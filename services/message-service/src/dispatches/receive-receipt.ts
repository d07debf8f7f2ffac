import type { Work } from '../deps.ts'
import { lockByReceipt, saveDecisions, stampDelivered } from './dispatch.store.ts'
import { dispatchMachine, step } from './dispatch.ts'
import type { Receipt } from './receipt.ts'

/**
 * Notes what a provider reports about one SMS. Reports are not signed, so the provider's number and the phone must
 * both be those of a message of ours; anything else, and every repetition, changes nothing.
 */
export async function receiveReceipt(
  work: Work,
  receipt: Receipt & { addressIndex: string },
): Promise<boolean> {
  const dispatch = await lockByReceipt(work, receipt)
  const event = receipt.arrived ? 'confirm' : 'bounce'
  if (!dispatch || !dispatchMachine.can(dispatch.status, event)) return false
  const failed = { failure: 'REFUSED_BY_PROVIDER', code: receipt.code } as const
  const decision = step(dispatch, event, receipt.arrived ? {} : failed)
  await saveDecisions(work, [{ dispatch, decision, actor: receipt.provider }])
  if (receipt.arrived) await stampDelivered(work, dispatch.id)
  return true
}
