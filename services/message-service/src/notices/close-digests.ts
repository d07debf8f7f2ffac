import { newId } from '@linli/core'
import type { Work } from '../deps.ts'
import { type Rules, ruleKey } from '../rules/rule.ts'
import { renderText } from '../rules/template.ts'
import { sourceOf } from './catalogue.ts'
import { type Digest, insertNotices, takeDueDigests } from './notice.store.ts'
import { money } from './words.ts'

const GROUPS = 200

/** Turns every window that is over into one message of its merchant. @returns how many. */
export async function closeDigests(work: Work, rules: Rules): Promise<number> {
  const digests = await takeDueDigests(work, GROUPS)
  for (const digest of digests) {
    const texts = wordsOf(digest, rules)
    if (!texts) continue // the rule was switched off meanwhile
    const { zh, en, link, category } = texts
    const message = {
      id: newId<'Message'>(work.now),
      ownerType: 'MERCHANT',
      ownerId: digest.merchantId,
      category,
      eventType: digest.eventType,
      titleZh: zh.title,
      titleEn: en.title,
      bodyZh: zh.body,
      bodyEn: en.body,
      link,
      permission: sourceOf(digest.eventType, 'MERCHANT')?.permission ?? null,
    }
    const about = { id: digest.eventId, occurredAt: digest.occurredAt }
    await insertNotices(work, about, { messages: [message], digests: [], dispatches: [] })
  }
  return digests.length
}

/** One order is named; several are counted, and the tap leads to the list. */
function wordsOf({ eventType, count, amountFen, vars }: Digest, rules: Rules) {
  const rule = rules.get(ruleKey(eventType, 'MERCHANT'))
  if (!rule?.route.enabled) return undefined
  const { content } = rule
  const { digest, category } = content
  if (count === 1 || !digest) return { ...renderText(content, vars), category }
  const numbers = { count: String(count), total: money(amountFen) }
  return { ...renderText({ ...content, ...digest }, numbers), link: listOf(content.link), category }
}

const listOf = (link: string) => link.replace(/\/\{\{\w+\}\}$/, '')
