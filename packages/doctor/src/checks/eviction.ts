import type { Finding } from '../finding.ts'
import type { Patient } from '../patient.ts'

/** Nothing in Redis is the truth, but limits and token versions must not fall out before less useful entries. */
export async function checkEviction({ cache }: Patient): Promise<Finding[]> {
  // INFO and not CONFIG GET: managed Redis does not offer the latter.
  const policy = /^maxmemory_policy:(\S+)/m.exec(await cache.info('memory'))?.[1]
  if (policy === 'noeviction' || policy?.startsWith('volatile-')) return []
  return [
    {
      check: 'redis',
      problem: `maxmemory-policy is ${policy ?? 'unknown'}`,
      advice: 'set noeviction or volatile-ttl: rate limits must not be forgotten because a cache grew',
    },
  ]
}
