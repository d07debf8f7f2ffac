import { newId } from '@linli/core'
import { columns, fromColumns, type Sql, uniqueViolation } from '@linli/events'
import type { Work } from '../deps.ts'
import { MessageErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Audience, TemplateContent } from './rule.ts'

const MESSAGE_TEMPLATE = columns(Prisma.MessageTemplateScalarFieldEnum)

export type Template = {
  readonly id: string
  readonly eventType: string
  readonly audience: Audience
  readonly version: number
  readonly content: TemplateContent
  readonly createdAt: Date
  readonly updatedAt: Date
}

export async function pageTemplates(
  sql: Sql,
  { eventType = null, audience = null }: { eventType?: string | null; audience?: Audience | null },
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ items: Template[]; total: number }> {
  const [rows, [count]] = await Promise.all([
    sql`
      select ${MESSAGE_TEMPLATE.of('template')}, current.content from message_templates as template
      join message_template_versions as current
        on current.template_id = template.id and current.version = template.version
      where (${eventType}::text is null or event_type = ${eventType})
        and (${audience}::text is null or audience = ${audience})
      order by event_type, audience limit ${pageSize} offset ${(page - 1) * pageSize}`,
    sql<{ total: number }>`
      select count(*)::integer as total from message_templates
      where (${eventType}::text is null or event_type = ${eventType})
        and (${audience}::text is null or audience = ${audience})`,
  ])
  return { items: rows.map((row) => fromColumns<Template>(row)), total: count?.total ?? 0 }
}

/** @throws TEMPLATE_NOT_FOUND */
export async function loadTemplate(sql: Sql, id: string): Promise<Template> {
  const [row] = await sql`
    select ${MESSAGE_TEMPLATE.of('template')}, current.content from message_templates as template
    join message_template_versions as current
      on current.template_id = template.id and current.version = template.version
    where id = ${id}`
  if (!row) throw MessageErrors.TEMPLATE_NOT_FOUND({ id })
  return fromColumns<Template>(row)
}

export type NewTemplate = Pick<Template, 'eventType' | 'audience' | 'content'> & {
  readonly createdBy: string
}

/** @throws TEMPLATE_EXISTS when the event and audience have one. */
export async function insertTemplate(work: Work, template: NewTemplate): Promise<string> {
  const id = newId<'Template'>(work.now)
  const { eventType, audience, content, createdBy } = template
  try {
    await work.sql`
      with template as (
        insert into message_templates (id, event_type, audience, version, created_at, updated_at)
        values (${id}, ${eventType}, ${audience}, 1, ${work.now}, ${work.now}) returning id
      )
      insert into message_template_versions (template_id, version, content, created_by, created_at)
      select id, 1, ${JSON.stringify(content)}::jsonb, ${createdBy}::uuid, ${work.now}::timestamptz from template`
  } catch (error) {
    if (uniqueViolation(error) !== undefined)
      throw MessageErrors.TEMPLATE_EXISTS({ eventType, audience }, error)
    throw error
  }
  return id
}

export type NextVersion = {
  readonly id: string
  readonly version: number
  readonly content: TemplateContent
  readonly createdBy: string
}

/** Puts a next version in force. @returns false when `version` is not the current one any more. */
export async function addVersion(
  work: Work,
  { id, version, content, createdBy }: NextVersion,
): Promise<boolean> {
  const rows = await work.sql`
    with template as (
      update message_templates set version = version + 1, updated_at = ${work.now}
      where id = ${id} and version = ${version} returning id, version
    )
    insert into message_template_versions (template_id, version, content, created_by, created_at)
    select id, version, ${JSON.stringify(content)}::jsonb, ${createdBy}::uuid, ${work.now}::timestamptz from template
    returning template_id`
  return rows.length > 0
}

/** Back to the built-in text. @returns false when there was none. */
export async function deleteTemplate(work: Work, id: string): Promise<boolean> {
  const rows = await work.sql`delete from message_templates where id = ${id} returning id`
  return rows.length > 0
}
