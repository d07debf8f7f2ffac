import type { Answer, Step } from '../exchange.ts'
import type { PluginConfigs } from '../plugin-schemas.ts'

const REFUSED: Answer = { status: 403, headers: [] }

/** Lets in the consumers of the allowed groups; without a consumer nobody is let in. */
export function acl(config: PluginConfigs['acl']): Step {
  return (exchange) => {
    const groups = exchange.caller?.groups
    if (!groups?.some((group) => config.allow.includes(group))) return REFUSED
    if (!config.hide_groups_header) exchange.upstreamLines += `X-Consumer-Groups: ${groups.join(', ')}\r\n`
    return undefined
  }
}
