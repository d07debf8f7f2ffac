import { CommonErrors, newId } from '@linli/core'
import { columns, fromColumns, type Sql, toColumns } from '@linli/events'
import type { Work } from '../deps.ts'
import { DeliveryErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { SlotTemplate, SlotTemplateDraft } from './slot-template.ts'

const SLOT_TEMPLATE = columns(Prisma.SlotTemplateScalarFieldEnum)

const toTemplate = (row: object) => fromColumns<SlotTemplate>(row)

/** @throws SLOT_TEMPLATE_NOT_FOUND */
export async function loadTemplate(sql: Sql, id: string): Promise<SlotTemplate> {
  const [row] = await sql`select ${SLOT_TEMPLATE} from slot_templates where id = ${id}`
  if (!row) throw DeliveryErrors.SLOT_TEMPLATE_NOT_FOUND({ templateId: id })
  return toTemplate(row)
}

export type TemplateFilter = {
  readonly communityId?: string | undefined
  readonly skip: number
  readonly take: number
}

export async function listTemplates(
  sql: Sql,
  filter: TemplateFilter,
): Promise<{ items: SlotTemplate[]; total: number }> {
  const { communityId = null } = filter
  const rows = await sql<{ total: number }>`
    select ${SLOT_TEMPLATE}, count(*) over () as total from slot_templates
    where (${communityId}::uuid is null or community_id = ${communityId})
    order by community_id, mode, start_time, id limit ${filter.take} offset ${filter.skip}`
  return { items: rows.map(toTemplate), total: rows[0]?.total ?? 0 }
}

/** Templates in the order of ids, from one on: the generator walks through all of them. */
export async function templatesAfter(
  sql: Sql,
  afterId: string | null,
  limit: number,
): Promise<SlotTemplate[]> {
  const rows = await sql`
    select ${SLOT_TEMPLATE} from slot_templates where (${afterId}::uuid is null or id > ${afterId}) order by id limit ${limit}`
  return rows.map(toTemplate)
}

/** Templates an exception of a community (null = all) and mode (null = all) concerns. */
export async function templatesConcerned(
  sql: Sql,
  { communityId, mode }: { communityId: string | null; mode: string | null },
): Promise<SlotTemplate[]> {
  const rows = await sql`
    select ${SLOT_TEMPLATE} from slot_templates where (${communityId}::uuid is null or community_id = ${communityId})
      and (${mode}::text is null or mode = ${mode}) order by id`
  return rows.map(toTemplate)
}

export async function insertTemplate(work: Work, draft: SlotTemplateDraft): Promise<SlotTemplate> {
  const stamp = { id: newId(work.now), version: 1, createdAt: work.now, updatedAt: work.now }
  const [row] = await work.sql`
    insert into slot_templates (${SLOT_TEMPLATE})
    select ${SLOT_TEMPLATE} from jsonb_populate_record(null::slot_templates, ${JSON.stringify(toColumns({ ...draft, ...stamp }))}::jsonb)
    returning ${SLOT_TEMPLATE}`
  if (!row) throw new Error('the inserted template was not returned')
  return toTemplate(row)
}

type Versioned = { readonly id: string; readonly version: number }

/** @throws SLOT_TEMPLATE_NOT_FOUND, VERSION_CONFLICT */
export async function updateTemplate(
  work: Work,
  ref: Versioned,
  draft: SlotTemplateDraft,
): Promise<SlotTemplate> {
  const [row] = await work.sql`
    update slot_templates as old set
      community_id = new.community_id, mode = new.mode, pickup_point_id = new.pickup_point_id, weekdays = new.weekdays,
      start_time = new.start_time, end_time = new.end_time, capacity = new.capacity,
      cut_off_minutes = new.cut_off_minutes, min_lead_minutes = new.min_lead_minutes,
      surcharge_fen = new.surcharge_fen, enabled = new.enabled, version = old.version + 1, updated_at = ${work.now}
    from jsonb_populate_record(null::slot_templates, ${JSON.stringify(toColumns(draft))}::jsonb) as new
    where old.id = ${ref.id} and old.version = ${ref.version} returning ${SLOT_TEMPLATE.of('old')}`
  if (row) return toTemplate(row)
  await loadTemplate(work.sql, ref.id)
  throw CommonErrors.VERSION_CONFLICT({ templateId: ref.id })
}

/** With its slots. @throws TEMPLATE_IN_USE when one of them was ever booked; disable the template instead. */
export async function deleteTemplate(work: Work, id: string): Promise<void> {
  await work.sql`
    delete from slots where template_id = ${id}
      and not exists (select from slots one join slot_reservations held on held.slot_id = one.id where one.template_id = ${id})`
  const gone = await work.sql`
    delete from slot_templates where id = ${id} and not exists (select from slots where template_id = ${id}) returning id`
  if (gone.length > 0) return
  await loadTemplate(work.sql, id)
  throw DeliveryErrors.TEMPLATE_IN_USE({ templateId: id })
}
