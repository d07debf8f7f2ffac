import type { KongDocument } from './kong-schema.ts'

export type KongService = KongDocument['services'][number]
export type KongRoute = KongService['routes'][number]
export type Match<Target> = { readonly route: KongRoute; readonly target: Target }

type Candidate<Target> = Match<Target> & { readonly pattern: RegExp }

export type Router<Target> = {
  /** The route of a normalised path, or nothing: then the answer is 404, for an unknown method too. */
  find(method: string, path: string): Match<Target> | undefined
  /** Every route that matches; more than one for a method other than OPTIONS is a mistake in kong.yml. */
  findAll(method: string, path: string): Match<Target>[]
}

/** One look-up by method and literal prefix, then the few regexes that begin with it. */
export function createRouter<Target>(
  document: KongDocument,
  targetOf: (service: KongService, route: KongRoute) => Target,
): Router<Target> {
  const byPrefix = new Map<string, Candidate<Target>[]>()
  const depths = new Set<number>()
  for (const service of document.services) {
    for (const route of service.routes) {
      const target = targetOf(service, route)
      for (const path of route.paths) {
        const prefix = literalPrefix(path)
        depths.add(prefix.split('/').length - 1)
        for (const method of route.methods) {
          const key = `${method} ${prefix}`
          const candidates = byPrefix.get(key) ?? []
          candidates.push({ route, target, pattern: new RegExp(`^${path.slice(1)}`) })
          byPrefix.set(key, candidates)
        }
      }
    }
  }
  const longestFirst = [...depths].sort((a, b) => b - a)

  /** Candidates of one prefix after the other, the longest prefix first; `until` says whether one is enough. */
  function search(method: string, path: string, until: (candidate: Candidate<Target>) => boolean): void {
    for (const depth of longestFirst) {
      const prefix = firstSegments(path, depth)
      const candidates = prefix === undefined ? undefined : byPrefix.get(`${method} ${prefix}`)
      if (!candidates) continue
      for (const candidate of candidates) if (candidate.pattern.test(path) && until(candidate)) return
    }
  }
  return {
    find(method, path) {
      let found: Match<Target> | undefined
      search(method, path, (candidate) => {
        found = candidate
        return true
      })
      return found
    },
    findAll(method, path) {
      const found: Match<Target>[] = []
      search(method, path, (candidate) => {
        found.push(candidate)
        return false
      })
      return found
    },
  }
}

/** `~/api/v1/groups/[^/]+$` → `/api/v1/groups` */
function literalPrefix(path: string): string {
  return /^~((?:\/[a-z0-9-]+)+)(?=\/|\$|\()/.exec(path)?.[1] ?? ''
}

/** `/a/b` of `/a/b/c` for depth 2; nothing when the path is shorter. */
function firstSegments(path: string, depth: number): string | undefined {
  let at = 0
  for (let i = 0; i < depth; i++) {
    at = path.indexOf('/', at + 1)
    if (at === -1) return i === depth - 1 ? path : undefined
  }
  return path.slice(0, at)
}
