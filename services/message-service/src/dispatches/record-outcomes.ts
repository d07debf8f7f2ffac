import { happened, newId } from '@linli/core'
import { MessageFailed } from '@linli/proto/message'
import { type CreditChange, changeCredits } from '../credits/change-credits.ts'
import type { Work } from '../deps.ts'
import type { Try } from './batch.ts'
import { type Decided, insertFallbacks, saveDecisions } from './dispatch.store.ts'
import { type Dispatch, decide } from './dispatch.ts'
import { afterQuietHours } from './quiet-hours.ts'

/** Writes what became of a claimed batch: states, credits, the next channels, and what others should know. */
export async function recordOutcomes(work: Work, tries: readonly Try[]): Promise<void> {
  if (tries.length === 0) return
  const decided = tries.map(({ dispatch, outcome }) => ({
    dispatch,
    decision: decide(dispatch, outcome, work.now),
    actor: 'job',
  }))
  const saved = await saveDecisions(work, decided)
  await changeCredits(work, saved.flatMap(creditChange))
  const failed = saved.filter(({ decision }) => decision.status === 'FAILED')
  const falling = failed.filter(({ decision }) => decision.fellBack)
  if (falling.length > 0)
    await insertFallbacks(
      work,
      falling.map(({ dispatch }) => ({
        id: newId(work.now),
        of: dispatch,
        dueAt: nextDue(dispatch, work.now),
      })),
    )
  work.publish(...failed.map((one) => messageFailed(one, work.now)))
}

const nextDue = ({ quietHours }: Dispatch, now: Date) => (quietHours ? afterQuietHours(now) : now)

/** Our count follows WeChat's: one less when it was sent, none when WeChat says so. */
function creditChange({ dispatch, decision }: Decided): CreditChange[] {
  if (dispatch.channel !== 'WECHAT') return []
  const { recipientId, template: templateId, id: dispatchId } = dispatch
  if (decision.status === 'SENT' && decision.code === null)
    return [{ recipientId, templateId, dispatchId, reason: 'SEND' }]
  return decision.failure === 'NO_CREDIT' || (decision.status === 'SENT' && decision.code !== null)
    ? [{ recipientId, templateId, dispatchId, reason: 'EXHAUSTED' }]
    : []
}

function messageFailed({ dispatch, decision }: Decided, now: Date) {
  const version = dispatch.version + 1
  return happened(
    MessageFailed,
    { aggregateType: 'dispatch', aggregateId: dispatch.id, aggregateVersion: version },
    {
      messageId: dispatch.id,
      eventId: dispatch.eventId,
      eventType: dispatch.eventType,
      userId: dispatch.recipientId,
      channel: dispatch.channel,
      reason: decision.failure ?? 'UNSPECIFIED',
      code: decision.code ?? '',
      detail: decision.detail ?? '',
      attempts: decision.attempts,
      fellBack: decision.fellBack,
      failedAt: now,
      version,
    },
  )
}
