import { type Id, newId } from '@linli/core'
import { afterQuietHours } from '../dispatches/quiet-hours.ts'
import { type Category, type Rules, ruleKey, type Step, stepsOf } from '../rules/rule.ts'
import { renderText } from '../rules/template.ts'
import type { Notice, Source } from './notice.ts'

/** The event that is told about. */
export type About = { readonly id: string; readonly occurredAt: Date }

type MessageRow = {
  readonly id: Id<'Message'>
  readonly ownerType: string
  readonly ownerId: string
  readonly category: Category
  readonly eventType: string
  readonly titleZh: string
  readonly titleEn: string
  readonly bodyZh: string
  readonly bodyEn: string
  readonly link: string
  readonly permission: string | null
}

type DigestRow = {
  readonly merchantId: string
  readonly eventType: string
  readonly vars: Readonly<Record<string, string>>
  readonly amountFen: number
  readonly dueAt: Date
}

/** A dispatch that comes to be on the first of `steps` which the recipient can be reached on, if there is one. */
type DispatchRow = {
  readonly id: Id<'Dispatch'>
  readonly eventType: string
  readonly audience: string
  readonly recipientId: string
  readonly steps: readonly Step[]
  readonly vars: Readonly<Record<string, string>>
  readonly subjectId: string | null
  readonly batchKey: string | null
  readonly quietHours: boolean
  readonly dueAt: Date
  readonly expiresAt: Date
}

export type Plan = {
  readonly messages: readonly MessageRow[]
  readonly digests: readonly DigestRow[]
  readonly dispatches: readonly DispatchRow[]
}

const DAY_MS = 86_400_000

/** What an event causes by the rules in force: rows for the app, rows for a digest, candidates for the outside. */
export function planNotices(
  sources: readonly Source[],
  event: unknown,
  { rules, about, now }: { rules: Rules; about: About; now: Date },
): Plan {
  const messages: MessageRow[] = []
  const digests: DigestRow[] = []
  const dispatches: DispatchRow[] = []
  for (const source of sources) {
    const { eventType, audience } = source
    const rule = rules.get(ruleKey(eventType, audience))
    if (!rule?.route.enabled || !source.useful(event)) continue
    const { route, content } = rule
    const notice = source.tell(event)
    const { recipientId, vars } = notice
    const isDigested = source.digestSeconds > 0 && content.digest !== null
    if (isDigested) {
      const { amountFen } = notice
      digests.push({
        merchantId: recipientId,
        eventType,
        vars,
        amountFen,
        dueAt: windowEnd(now, source.digestSeconds),
      })
    } else if (route.inApp) {
      const { zh, en, link } = renderText(content, vars)
      messages.push({
        id: newId(now),
        ownerType: audience,
        ownerId: recipientId,
        category: content.category,
        eventType,
        titleZh: zh.title,
        titleEn: en.title,
        bodyZh: zh.body,
        bodyEn: en.body,
        link,
        permission: source.permission,
      })
    }
    if (audience === 'MERCHANT') continue // its staff are told outside when the digest is closed
    const steps = stepsOf(rule)
    const times = timesOf(notice, {
      source,
      quietHours: route.quietHours,
      delaySeconds: route.delaySeconds,
      about,
      now,
    })
    if (steps.length > 0 && times.dueAt < times.expiresAt) {
      dispatches.push({
        id: newId(now),
        eventType,
        audience,
        recipientId,
        steps,
        vars,
        subjectId: notice.orderId ?? null,
        batchKey: source.batchSeconds > 0 ? `${eventType}:${recipientId}:${notice.batchBy}` : null,
        quietHours: route.quietHours,
        ...times,
      })
    }
  }
  return { messages, digests, dispatches }
}

export const isEmpty = ({ messages, digests, dispatches }: Plan): boolean =>
  messages.length + digests.length + dispatches.length === 0

type Timing = { source: Source; quietHours: boolean; delaySeconds: number; about: About; now: Date }

/** When it is sent outside, and from when on it is of no use. A reminder that sleeps past its end is not sent. */
function timesOf({ notBefore, notAfter }: Notice, { source, quietHours, delaySeconds, about, now }: Timing) {
  const waitMs = Math.max(delaySeconds, source.batchSeconds) * 1000
  const earliest = Math.max(now.getTime() + waitMs, notBefore?.getTime() ?? 0)
  const dueAt = quietHours ? afterQuietHours(new Date(earliest)) : new Date(earliest)
  return {
    dueAt,
    expiresAt: notAfter ?? new Date(Math.max(about.occurredAt.getTime(), dueAt.getTime()) + DAY_MS),
  }
}

/** The end of the window that `now` lies in: everybody's windows begin at whole multiples. */
function windowEnd(now: Date, seconds: number): Date {
  const windowMs = seconds * 1000
  return new Date((Math.floor(now.getTime() / windowMs) + 1) * windowMs)
}
