import type { BusinessDay } from '@linli/core'
import type { Work } from '../deps.ts'
import { saveDated } from './slot.store.ts'
import { daysFrom } from './slot.ts'
import { exceptionsFrom } from './slot-exception.store.ts'
import { dateSlot, type SlotTemplate } from './slot-template.ts'

export type Span = { readonly from: BusinessDay; readonly days: number }

/** Brings the dated slots of some templates in line with them and with the exceptions (D03). Running it again changes nothing. */
export async function syncSlots(work: Work, templates: readonly SlotTemplate[], span: Span): Promise<number> {
  if (templates.length === 0) return 0
  const days = daysFrom(span.from, span.days)
  const exceptions = await exceptionsFrom(work.sql, span.from)
  const dated = templates.flatMap((template) =>
    days.flatMap((day) => dateSlot(template, day, exceptions) ?? []),
  )
  return saveDated(work, dated, { templates, days })
}
