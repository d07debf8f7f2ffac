import type { Clock } from '@linli/core'
import type { Counters } from './counters.ts'
import type { Step } from './exchange.ts'
import { pluginSet } from './kong-file.ts'
import type { KongDocument } from './kong-schema.ts'
import type { PluginName, PluginSet } from './plugin-schemas.ts'
import { acl } from './plugins/acl.ts'
import { correlationId } from './plugins/correlation-id.ts'
import { type Cors, cors } from './plugins/cors.ts'
import { credentials, jwt } from './plugins/jwt.ts'
import { rateLimiting } from './plugins/rate-limiting.ts'
import { requestSizeLimiting, sizeLimitOf } from './plugins/request-size-limiting.ts'
import type { KongRoute, KongService } from './router.ts'

export type Chain = {
  /** In the order of Kong's priorities: cors 2000, jwt 1450, request-size-limiting 951, acl 950, rate-limiting 910. */
  readonly steps: readonly Step[]
  readonly maxBody: number
}

export type Chains = {
  /** Runs for every request, matched or not: correlation-id. */
  readonly identify: ReturnType<typeof correlationId>
  readonly cors: Cors
  chainOf(service: KongService, route: KongRoute): Chain
}

/** These answer in one place for all routes; elsewhere in the file they would need more than is written here. */
const GLOBAL_ONLY: readonly PluginName[] = ['correlation-id', 'cors', 'linli-envelope', 'prometheus']

/** @throws Error when the file leaves out what gateway/local relies on. */
export function createChains(document: KongDocument, context: { counters: Counters; clock: Clock }): Chains {
  const everywhere = pluginSet(document.plugins, '/plugins')
  const { 'correlation-id': correlation, cors: crossOrigin } = everywhere
  if (!correlation || !crossOrigin || !everywhere['linli-envelope']) {
    throw new Error('/plugins: correlation-id, cors and linli-envelope must be global')
  }
  const keys = credentials(document.consumers)
  const answers = cors(crossOrigin)
  // An instance of a plugin is one budget and one cache, however many routes it serves.
  const instances = new Map<object, Step>()

  function instance(config: object, create: () => Step): Step {
    const step = instances.get(config) ?? create()
    instances.set(config, step)
    return step
  }

  const sets = new Map<KongService, PluginSet>()
  return {
    identify: correlationId(correlation),
    cors: answers,
    chainOf(service, route) {
      const inService = sets.get(service) ?? local(service.plugins, `/services/${service.name}/plugins`)
      sets.set(service, inService)
      const inRoute = local(route.plugins, `/services/${service.name}/routes/${route.name}/plugins`)
      const { jwt: token, acl: groups, ...plugins } = { ...everywhere, ...inService, ...inRoute }
      const size = plugins['request-size-limiting']
      const limit = plugins['rate-limiting']
      if (!size)
        throw new Error(`route ${route.name}: a body without request-size-limiting is not implemented`)
      if (groups && !token) throw new Error(`route ${route.name}: acl without jwt lets nobody in`)
      const steps: Step[] = [answers.preflight]
      if (token) steps.push(jwt(token, { keys, clock: context.clock }))
      steps.push(instance(size, () => requestSizeLimiting(size)))
      if (groups) steps.push(acl(groups))
      if (limit) {
        const scope = inRoute['rate-limiting']
          ? route.name
          : inService['rate-limiting']
            ? service.name
            : 'global'
        steps.push(instance(limit, () => rateLimiting(limit, { ...context, scope })))
      }
      return { steps, maxBody: sizeLimitOf(size) }
    },
  }
}

function local(plugins: KongRoute['plugins'], path: string): PluginSet {
  for (const { name } of plugins) {
    if (GLOBAL_ONLY.some((only) => only === name))
      throw new Error(`${path}/${name}: implemented as a global plugin only`)
  }
  return pluginSet(plugins, path)
}
