import type { Work } from '../deps.ts'
import type { Rules } from '../rules/rule.ts'
import { insertNotices } from './notice.store.ts'
import type { Source } from './notice.ts'
import { type About, isEmpty, planNotices } from './plan.ts'

type Happened = { readonly event: unknown; readonly about: About; readonly rules: Rules }

/** Writes what an event causes. Nothing is sent here: that is the job of the dispatches. */
export async function writeNotices(
  work: Work,
  sources: readonly Source[],
  { event, about, rules }: Happened,
): Promise<void> {
  const plan = planNotices(sources, event, { rules, about, now: work.now })
  if (!isEmpty(plan)) await insertNotices(work, about, plan)
}
