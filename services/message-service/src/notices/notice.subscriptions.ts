import { on, type Subscription } from '@linli/events'
import type { Deps, Work } from '../deps.ts'
import { gatherRules } from '../rules/gather-rules.ts'
import { sourcesByType } from './catalogue.ts'
import { writeNotices } from './write-notices.ts'

/** One handler for everything anybody is told about; the differences are rows of the catalogue. */
export const noticeSubscriptions = (deps: Deps): Subscription<never>[] =>
  [...sourcesByType().values()].flatMap((sources) => {
    const [first] = sources
    if (!first) return []
    return [
      on(
        first.type,
        async (work: Work, event, meta) => {
          // On the connection of this transaction: a second one while holding the first could starve the pool.
          const rules = await gatherRules(deps, work.sql)
          await writeNotices(work, sources, { event, about: meta, rules })
        },
        { concerns: (event) => sources.some((source) => source.useful(event)) },
      ),
    ]
  })
