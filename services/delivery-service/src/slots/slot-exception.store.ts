import { CommonErrors, newId } from '@linli/core'
import { columns, fromColumns, type Sql, toColumns, uniqueViolation } from '@linli/events'
import type { Work } from '../deps.ts'
import { DeliveryErrors } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { SlotException, SlotExceptionDraft } from './slot-template.ts'

const SLOT_EXCEPTION = columns(Prisma.SlotExceptionScalarFieldEnum)

const toException = (row: object) => fromColumns<SlotException>(row)

/** @throws SLOT_EXCEPTION_NOT_FOUND */
export async function loadException(sql: Sql, id: string): Promise<SlotException> {
  const [row] = await sql`select ${SLOT_EXCEPTION} from slot_exceptions where id = ${id}`
  if (!row) throw DeliveryErrors.SLOT_EXCEPTION_NOT_FOUND({ exceptionId: id })
  return toException(row)
}

export async function exceptionsFrom(sql: Sql, day: string): Promise<SlotException[]> {
  const rows = await sql`select ${SLOT_EXCEPTION} from slot_exceptions where day >= ${day} order by day, id`
  return rows.map(toException)
}

export async function listExceptions(
  sql: Sql,
  { skip, take }: { skip: number; take: number },
): Promise<{ items: SlotException[]; total: number }> {
  const rows = await sql<{ total: number }>`
    select ${SLOT_EXCEPTION}, count(*) over () as total from slot_exceptions order by day desc, id desc limit ${take} offset ${skip}`
  return { items: rows.map(toException), total: rows[0]?.total ?? 0 }
}

/** @throws SLOT_EXCEPTION_EXISTS */
export async function insertException(work: Work, draft: SlotExceptionDraft): Promise<SlotException> {
  const stamp = { id: newId(work.now), version: 1, createdAt: work.now, updatedAt: work.now }
  const [row] = await orExists(
    () => work.sql`
      insert into slot_exceptions (${SLOT_EXCEPTION})
      select ${SLOT_EXCEPTION} from jsonb_populate_record(null::slot_exceptions, ${JSON.stringify(toColumns({ ...draft, ...stamp }))}::jsonb)
      returning ${SLOT_EXCEPTION}`,
  )
  if (!row) throw new Error('the inserted exception was not returned')
  return toException(row)
}

type Versioned = { readonly id: string; readonly version: number }

/** @throws SLOT_EXCEPTION_NOT_FOUND, VERSION_CONFLICT, SLOT_EXCEPTION_EXISTS */
export async function updateException(
  work: Work,
  ref: Versioned,
  draft: SlotExceptionDraft,
): Promise<SlotException> {
  const [row] = await orExists(
    () => work.sql`
      update slot_exceptions as old set
        day = new.day, community_id = new.community_id, mode = new.mode, kind = new.kind, capacity = new.capacity,
        surcharge_fen = new.surcharge_fen, note = new.note, version = old.version + 1, updated_at = ${work.now}
      from jsonb_populate_record(null::slot_exceptions, ${JSON.stringify(toColumns(draft))}::jsonb) as new
      where old.id = ${ref.id} and old.version = ${ref.version} returning ${SLOT_EXCEPTION.of('old')}`,
  )
  if (row) return toException(row)
  await loadException(work.sql, ref.id)
  throw CommonErrors.VERSION_CONFLICT({ exceptionId: ref.id })
}

export async function deleteException(work: Work, id: string): Promise<void> {
  await work.sql`delete from slot_exceptions where id = ${id}`
}

async function orExists<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (uniqueViolation(error) === undefined) throw error
    throw DeliveryErrors.SLOT_EXCEPTION_EXISTS(undefined, error)
  }
}
