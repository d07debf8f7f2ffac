import { businessDay, businessDayRange } from '@linli/core'
import { defineJob, inTransaction, type Job } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { gatherRules } from '../rules/gather-rules.ts'
import { type Channel, type Rules, ruleKey } from '../rules/rule.ts'
import { renderSms, renderWechat } from '../rules/template.ts'
import { claimRefresh, loadToken, saveToken } from './access-token.store.ts'
import { type Batch, batchesOf, type Try, triesOf, varsOf } from './batch.ts'
import { claimDue, countSms, purgeDispatches, takeStuck } from './dispatch.store.ts'
import type { Dispatch, Outcome } from './dispatch.ts'
import { gatherOrderStates } from './gather-order-states.ts'
import {
  type Address,
  type Addresses,
  gatherOpenids,
  gatherPhones,
  gatherStaffOpenids,
} from './gather-recipients.ts'
import { recordOutcomes } from './record-outcomes.ts'
import { orderedParams } from './sms.ts'
import { mayGoStale, staleReason } from './staleness.ts'
import type { WechatClient } from './wechat.client.ts'

const SECOND_MS = 1_000
const AT_ONCE = 50
/** Calls under way to one provider: a slow one must not take the process for itself. */
const PARALLEL = 8
/** A turn ends after this, so that the job's claim and the other jobs get theirs. */
const TURN_MS = 10 * SECOND_MS
const STUCK_MS = 60 * SECOND_MS
const PEER_WAIT_MS = 5 * SECOND_MS

type Send = (deps: Deps, batches: readonly Batch[], rules: Rules) => Promise<Try[]>

/** Claim, commit, send, record: no transaction is open while a provider is spoken to (architecture.md §4.4). */
async function sendDue(deps: Deps, channel: Channel, send: Send): Promise<number> {
  const startMs = deps.clock.now().getTime()
  let total = 0
  for (;;) {
    const nowMs = deps.clock.now().getTime()
    const tokens = deps.buckets[channel].take(AT_ONCE, nowMs)
    if (tokens === 0 || nowMs - startMs > TURN_MS) return total
    const claimed = await inTransaction(deps, (work: Work) => claimDue(work, channel, tokens))
    deps.buckets[channel].giveBack(Math.max(0, tokens - claimed.length))
    if (claimed.length === 0) return total
    const { fresh, tries } = await dropStale(deps, claimed)
    const rules = await gatherRules(deps, deps.sql)
    const sent = await send(deps, batchesOf(fresh), rules)
    await inTransaction(deps, (work: Work) => recordOutcomes(work, [...tries, ...sent]))
    total += claimed.length
  }
}

async function dropStale(
  deps: Deps,
  claimed: readonly Dispatch[],
): Promise<{ fresh: Dispatch[]; tries: Try[] }> {
  const orders = claimed.flatMap((dispatch) =>
    mayGoStale(dispatch) && dispatch.subjectId ? [dispatch.subjectId] : [],
  )
  const states = orders.length > 0 ? await gatherOrderStates(deps, orders) : new Map<string, string>()
  const now = deps.clock.now()
  const fresh: Dispatch[] = []
  const tries: Try[] = []
  for (const dispatch of claimed) {
    const reason = staleReason(dispatch, states ?? new Map(), now)
    if (reason !== undefined) tries.push({ dispatch, outcome: { kind: 'stale', detail: reason } })
    else if (!states && mayGoStale(dispatch)) tries.push({ dispatch, outcome: waitFor('order') })
    else fresh.push(dispatch)
  }
  return { fresh, tries }
}

const waitFor = (whom: string): Outcome => ({
  kind: 'wait',
  detail: `${whom} does not answer`,
  ms: PEER_WAIT_MS,
})

/** Runs `one` for every batch, a few at a time. */
async function each(batches: readonly Batch[], one: (batch: Batch) => Promise<Outcome>): Promise<Try[]> {
  const tries: Try[] = []
  const waiting = batches.values()
  const lane = async () => {
    for (const batch of waiting) tries.push(...triesOf(batch, await one(batch)))
  }
  await Promise.all(Array.from({ length: PARALLEL }, lane))
  return tries
}

const contentOf = (rules: Rules, { eventType, audience }: Dispatch) =>
  rules.get(ruleKey(eventType, audience))?.content

const unfit = (code: string): Outcome => ({
  kind: 'refused',
  failure: 'TEMPLATE_INVALID',
  code,
  detail: 'the template cannot be filled',
})

function withoutAddress(address: Address | undefined): Outcome {
  if (address?.kind === 'unavailable') return waitFor('user')
  return { kind: 'refused', failure: 'NO_RECIPIENT', code: 'no-address', detail: 'the user has none here' }
}

/** Residents are written to in their mini-program, a shop's staff in theirs. */
const sendWechat: Send = async (deps, batches, rules) => {
  const { wechat, staffWechat } = deps
  const byAudience = Map.groupBy(batches, ({ lead }) => lead.audience)
  const toUsers = { wechat, gather: gatherOpenids, batches: byAudience.get('USER') ?? [] }
  const toStaff = {
    wechat: staffWechat,
    gather: gatherStaffOpenids,
    batches: byAudience.get('MERCHANT') ?? [],
  }
  return [...(await sendByApp(deps, toUsers, rules)), ...(await sendByApp(deps, toStaff, rules))]
}

type ByApp = {
  /** Undefined = there is no such mini-program any more. */
  readonly wechat: WechatClient | undefined
  readonly gather: (deps: Deps, ids: readonly string[]) => Promise<Addresses>
  readonly batches: readonly Batch[]
}

async function sendByApp(deps: Deps, { wechat, gather, batches }: ByApp, rules: Rules): Promise<Try[]> {
  if (batches.length === 0) return []
  if (!wechat) return batches.flatMap((batch) => triesOf(batch, withoutAddress(undefined)))
  let token = await accessToken(deps, wechat)
  const openids = await gather(
    deps,
    batches.map(({ lead }) => lead.recipientId),
  )
  const renewed = new Map<string, Promise<string | undefined>>()
  /** The first refusal of a token fetches a new one, the others share it: each message is repeated once. */
  const renew = (refused: string) => {
    const fetching = renewed.get(refused) ?? accessToken(deps, wechat, refused)
    renewed.set(refused, fetching)
    return fetching
  }
  return each(batches, async (batch) => {
    const address = openids.get(batch.lead.recipientId)
    if (address?.kind !== 'address') return withoutAddress(address)
    const content = contentOf(rules, batch.lead)
    const message = content && renderWechat(content, varsOf(batch))
    if (!message || 'unfit' in message) return unfit(message?.unfit ?? 'no-template')
    if (token === undefined) return waitFor('the token')
    const used = token
    const answer = await wechat.send(used, { openid: address.value, message })
    if (answer !== 'token') return answer
    token = await renew(used)
    if (token === undefined) return waitFor('the token')
    const again = await wechat.send(token, { openid: address.value, message })
    return again === 'token' ? waitFor('the token') : again
  })
}

const REFRESH_CLAIM_MS = 15 * SECOND_MS
/** Old and new are both valid for five minutes. */
const REFRESH_AHEAD_MS = 300 * SECOND_MS

/** @param refused a token that WeChat did not take. @returns undefined while there is none to be had. */
async function accessToken(deps: Deps, wechat: WechatClient, refused?: string): Promise<string | undefined> {
  const { appId } = wechat
  const now = deps.clock.now()
  const stored = await loadToken(deps.sql, appId)
  const known = stored?.sealed ? deps.vault.open(stored.sealed) : undefined
  if (known && known !== refused && stored?.expiresAt && stored.expiresAt > now) return known
  const until = new Date(now.getTime() + REFRESH_CLAIM_MS)
  const mine = await inTransaction(deps, (work: Work) => claimRefresh(work, appId, until))
  if (!mine) return undefined
  const fresh = await wechat.fetchToken()
  const row = fresh && {
    sealed: deps.vault.seal(fresh.token),
    expiresAt: new Date(now.getTime() + fresh.expiresInSeconds * SECOND_MS - REFRESH_AHEAD_MS),
  }
  await inTransaction(deps, (work: Work) => saveToken(work, appId, row))
  return fresh?.token
}

const sendSms: Send = async (deps, batches, rules) => {
  if (batches.length === 0) return []
  const phones = await gatherPhones(
    deps,
    batches.map(({ lead }) => lead.recipientId),
  )
  const indexOf = new Map(
    [...phones].flatMap(([id, address]) =>
      address.kind === 'address' ? [[id, deps.vault.index(address.value)]] : [],
    ),
  )
  const { from } = businessDayRange(businessDay(deps.clock.now()))
  const counted = await countSms(deps.sql, [...indexOf.values()], from)
  let left = deps.smsLimits.perDay - counted.total
  return each(batches, async (batch) => {
    const { lead } = batch
    const address = phones.get(lead.recipientId)
    const addressIndex = indexOf.get(lead.recipientId)
    if (address?.kind !== 'address' || addressIndex === undefined) return withoutAddress(address)
    const content = contentOf(rules, lead)
    const sms = content && renderSms(content, varsOf(batch))
    const template = sms && deps.sms.templates[sms.purpose]
    const params = sms && template && orderedParams(template.text, sms.params)
    if (!template || !params) return unfit(lead.template)
    const today = counted.perPhone.get(addressIndex) ?? 0
    if (today >= deps.smsLimits.perPhone) return limited('phone')
    if (left <= 0) return limited('budget')
    left -= 1
    counted.perPhone.set(addressIndex, today + 1)
    const outcome = await deps.sms.send({
      phone: address.value,
      templateId: template.id,
      params,
      outId: lead.id,
    })
    return outcome.kind === 'sent' ? { ...outcome, addressIndex } : outcome
  })
}

const limited = (what: string): Outcome => ({
  kind: 'refused',
  failure: 'LIMITED',
  code: `daily-${what}`,
  detail: 'our own limit of the day',
})

export const sendWechatMessages: Job<Deps> = defineJob({
  name: 'message.send-wechat',
  everyMs: SECOND_MS,
  run: (deps) => sendDue(deps, 'WECHAT', sendWechat),
})

export const sendSmsMessages: Job<Deps> = defineJob({
  name: 'message.send-sms',
  everyMs: SECOND_MS,
  run: (deps) => sendDue(deps, 'SMS', sendSms),
})

export const recoverStuckMessages: Job<Deps> = defineJob({
  name: 'message.recover-stuck',
  everyMs: 30 * SECOND_MS,
  run: (deps) => {
    const before = new Date(deps.clock.now().getTime() - STUCK_MS)
    return inTransaction(deps, (work: Work) => takeStuck(work, before))
  },
})

const LOG_DAYS = 180
const DAY_MS = 86_400 * SECOND_MS
const PURGE_BATCH = 500

export const purgeOldDispatches: Job<Deps> = defineJob({
  name: 'message.purge-dispatches',
  everyMs: DAY_MS / 4,
  async run(deps) {
    const before = new Date(deps.clock.now().getTime() - LOG_DAYS * DAY_MS)
    for (let total = 0; ; ) {
      const count = await inTransaction(deps, (work: Work) => purgeDispatches(work, before, PURGE_BATCH))
      total += count
      if (count < PURGE_BATCH) return total
    }
  },
})
