import { newId } from '@linli/core'
import type { Deps, Work } from '../deps.ts'
import type { LoginEntry } from './entry.ts'

export async function insertLoginLog(work: Work, entry: LoginEntry): Promise<void> {
  const { audience, subjectId, loginMasked, method, outcome, reason, ip, userAgent, traceId } = entry
  await work.sql`
    insert into login_logs (id, at, audience, subject_id, login_masked, method, outcome, reason, ip, user_agent, trace_id)
    values (${newId(work.now)}, ${work.now}, ${audience}, ${subjectId ?? null}, ${loginMasked ?? ''}, ${method},
            ${outcome}, ${reason ?? ''}, ${ip}, ${userAgent}, ${traceId})`
}

export type LoginFilter = {
  readonly subjectId?: string
  readonly audience?: string
  readonly outcome?: string
  readonly ip?: string
  readonly traceId?: string
}

/** Newest first. */
export async function listLoginLogs(
  db: Deps['db'],
  where: LoginFilter,
  page: { skip: number; take: number },
) {
  const [items, total] = await Promise.all([
    db.loginLog.findMany({ where, orderBy: [{ at: 'desc' }, { id: 'desc' }], ...page }),
    db.loginLog.count({ where }),
  ])
  return { items, total }
}

export type LoginLogRow = Awaited<ReturnType<typeof listLoginLogs>>['items'][number]
