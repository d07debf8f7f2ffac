import { newId } from '@linli/core'
import type { Work } from '../deps.ts'
import { afterQuietHours } from '../dispatches/quiet-hours.ts'
import { type Rule, type Rules, ruleKey, stepsOf } from '../rules/rule.ts'
import { renderText } from '../rules/template.ts'
import { sourceOf } from './catalogue.ts'
import { type Digest, insertNotices, takeDueDigests } from './notice.store.ts'
import type { DueShop } from './notice.ts'
import type { Plan } from './plan.ts'
import { money } from './words.ts'

const DAY_MS = 86_400_000

type Closing = {
  readonly rules: Rules
  readonly shops: readonly DueShop[]
  readonly dueBy: Date
}

/**
 * Turns every window that is over into one message of its merchant, and one to each of its staff who asked for it.
 * @returns how many windows
 */
export async function closeDigests(work: Work, { rules, shops, dueBy }: Closing): Promise<number> {
  const staff = new Map(shops.map((shop) => [keyOf(shop), shop.staffIds]))
  const digests = await takeDueDigests(work, shops, dueBy)
  for (const digest of digests) {
    const rule = rules.get(ruleKey(digest.eventType, 'MERCHANT'))
    if (!rule?.route.enabled) continue // switched off meanwhile
    const about = { id: digest.eventId, occurredAt: digest.occurredAt }
    await insertNotices(work, about, {
      messages: rule.route.inApp ? [messageOf(work, digest, rule)] : [],
      digests: [],
      dispatches: (staff.get(keyOf(digest)) ?? []).map((staffId) =>
        dispatchOf(work, digest, { rule, staffId }),
      ),
    })
  }
  return digests.length
}

const keyOf = ({ merchantId, eventType }: Pick<Digest, 'merchantId' | 'eventType'>): string =>
  `${merchantId} ${eventType}`

function messageOf(work: Work, digest: Digest, rule: Rule): Plan['messages'][number] {
  const { zh, en, link } = wordsOf(digest, rule)
  return {
    id: newId(work.now),
    ownerType: 'MERCHANT',
    ownerId: digest.merchantId,
    category: rule.content.category,
    eventType: digest.eventType,
    titleZh: zh.title,
    titleEn: en.title,
    bodyZh: zh.body,
    bodyEn: en.body,
    link,
    permission: sourceOf(digest.eventType, 'MERCHANT')?.permission ?? null,
  }
}

type To = { readonly rule: Rule; readonly staffId: string }

function dispatchOf({ now }: Work, digest: Digest, { rule, staffId }: To): Plan['dispatches'][number] {
  const dueAt = rule.route.quietHours ? afterQuietHours(now) : now
  return {
    id: newId(now),
    eventType: digest.eventType,
    audience: 'MERCHANT',
    recipientId: staffId,
    steps: stepsOf(rule),
    vars: outsideVars(digest),
    subjectId: null,
    batchKey: null,
    quietHours: rule.route.quietHours,
    dueAt,
    expiresAt: new Date(dueAt.getTime() + DAY_MS),
  }
}

/** One order is named; several are counted, and the tap leads to the list. */
function wordsOf({ count, amountFen, vars }: Digest, { content }: Rule) {
  const { digest } = content
  if (count === 1 || !digest) return renderText(content, vars)
  const numbers = { count: String(count), total: money(amountFen) }
  return { ...renderText({ ...content, ...digest }, numbers), link: listOf(content.link) }
}

const listOf = (link: string) => link.replace(/\/\{\{\w+\}\}$/, '')

/** The first order and how many more, with the sum of all: a subscribe message has no text of its own for several. */
function outsideVars({ count, amountFen, vars }: Digest): Readonly<Record<string, string>> {
  if (count === 1) return vars
  const { orderNo, goods } = vars
  return {
    ...vars,
    ...(orderNo !== undefined && { orderNo: `${orderNo} +${count - 1}` }),
    ...(goods !== undefined && { goods: `${goods} 等` }),
    ...(vars.paid !== undefined && { paid: money(amountFen) }),
  }
}
