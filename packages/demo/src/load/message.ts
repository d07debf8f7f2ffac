import type { Client } from 'pg'
import { type MessageTemplate, messageTemplates } from '../data/messages.ts'
import { residents } from '../data/residents.ts'
import { demoId } from '../demo-id.ts'

/** The SMS templates that the provider has approved are named by purpose; their parameters are the provider's. */
const SMS: Readonly<Record<string, { purpose: string; params: Record<string, string> }>> = {
  'delivery.v1.PickupReady': {
    purpose: 'ready',
    params: { order: '{{orderNo}}', place: '{{pickupPoint}}', code: '请见小程序' },
  },
  'payment.v1.RefundSucceeded': {
    purpose: 'refunded',
    params: { order: '{{orderNo}}', amount: '{{amountYuan}}' },
  },
}

/**
 * The mini-programs' own subscribe messages, over the service's built-in texts; routes stay the built-in ones. And a
 * welcome in every resident's inbox.
 */
export async function loadMessage(client: Client): Promise<void> {
  for (const template of messageTemplates) if (template.wechat) await loadTemplate(client, template)
  const welcome = messageTemplates.find(({ eventType }) => eventType === 'user.v1.UserRegistered')
  if (!welcome) throw new Error('no welcome among the message templates')
  for (const { id } of residents) await loadWelcome(client, id, welcome)
}

async function loadTemplate(client: Client, template: MessageTemplate): Promise<void> {
  const { id, eventType, audience, version, wechat, inApp, digest } = template
  const sms = audience === 'USER' ? (SMS[eventType] ?? null) : null
  const content = { ...inApp, digest, wechat, sms }
  await client.query(
    `with template as (
       insert into message_templates (id, event_type, audience, version, created_at, updated_at)
       values ($1, $2, $3, $4, now(), now()) on conflict do nothing returning id
     )
     insert into message_template_versions (template_id, version, content, created_by, created_at)
     select id, $4, $5::jsonb, null, now() from template`,
    [id, eventType, audience, version, JSON.stringify(content)],
  )
}

async function loadWelcome(
  client: Client,
  userId: string,
  { inApp, eventType }: MessageTemplate,
): Promise<void> {
  const { category, link, zh, en } = inApp
  const id = demoId(`message:welcome:${userId}`)
  await client.query(
    `insert into messages (id, owner_type, owner_id, category, event_id, event_type, title_zh, title_en, body_zh, body_en,
                           link, occurred_at, created_at)
     values ($1, 'USER', $2, $3, $1, $4, $5, $6, $7, $8, $9, now(), now()) on conflict do nothing`,
    [id, userId, category, eventType, zh.title, en.title, zh.body, en.body, link],
  )
}
