import { isJson, type Json } from '../pay/rules.ts'
import type { Sim } from '../sim.ts'
import { appIdOf } from './apps.ts'
import { type MpError, mpError, OK } from './replies.ts'
import { isFieldValid } from './template-fields.ts'

const PAGE = /^[A-Za-z0-9_\-/]+(?:\?[^#]*)?$/

const quotaKey = (openid: string, templateId: string) => `${openid} ${templateId}`

/** The user accepted a template `count` times. Also makes the template known. */
export function grantQuota(sim: Sim, grant: { openid: string; template_id: string; count: number }): number {
  const { openid, template_id, count } = grant
  if (!sim.tables.templates.has(template_id)) registerTemplate(sim, { template_id, keys: [] })
  const left = (sim.tables.quotas.get(quotaKey(openid, template_id))?.left ?? 0) + count
  sim.tables.quotas.put(quotaKey(openid, template_id), { openid, template_id, left: Math.max(0, left) })
  return Math.max(0, left)
}

export function registerTemplate(sim: Sim, template: { template_id: string; keys: string[] }): void {
  sim.tables.templates.put(template.template_id, template)
}

/** POST /cgi-bin/message/subscribe/send. */
export function sendSubscribeMessage(sim: Sim, body: Json, appId: string): MpError & { msgid?: number } {
  const openid = String(body.touser ?? '')
  const template = sim.tables.templates.get(String(body.template_id ?? ''))
  if (!template) return mpError(40037, 'invalid template_id')
  const quota = sim.tables.quotas.get(quotaKey(openid, template.template_id))
  const person = sim.tables.openids.get(openid)
  if (person ? appIdOf(sim, person) !== appId : !quota) return mpError(40003, 'invalid openid')
  const page = body.page
  if (page !== undefined && (typeof page !== 'string' || !PAGE.test(page)))
    return mpError(41030, 'invalid page')
  const bad = badField(template.keys, body.data)
  if (bad !== undefined) return mpError(47003, `argument invalid! ${bad}`)
  if (!quota || quota.left < 1) return mpError(43101, 'user refuse to accept the msg')
  sim.tables.quotas.put(quotaKey(openid, template.template_id), { ...quota, left: quota.left - 1 })
  const msgid = sim.ids.next()
  sim.tables.messages.put(String(msgid), {
    msgid,
    at: sim.clock.now(),
    openid,
    template_id: template.template_id,
    page: page ?? null,
    data: body.data as Json,
  })
  return { ...OK, msgid }
}

function badField(keys: string[], data: unknown): string | undefined {
  if (!isJson(data)) return 'data is empty'
  const missing = keys.find((key) => !(key in data))
  if (missing !== undefined) return `data.${missing}.value is empty`
  const isBad = ([key, field]: [string, unknown]) => !isJson(field) || !isFieldValid(key, field.value)
  const bad = Object.entries(data).find(isBad)
  return bad && `data.${bad[0]}.value invalid`
}
