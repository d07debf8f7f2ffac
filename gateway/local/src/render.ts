import type { KongConsumer, KongDocument, KongPlugin } from './kong-schema.ts'

export type PublicKeys = { readonly keys: readonly { kid: string; aud: string; pem: string }[] }

export type RenderOptions = {
  /** Content of JWT_PUBLIC_KEYS_FILE. */
  readonly keys: PublicKeys
  /** Service host in kong.yml (`order-service`) → origin (`http://127.0.0.1:18003`). */
  readonly upstreams?: Readonly<Record<string, string>> | undefined
  /** Where the limiter counts. */
  readonly redisUrl?: string | undefined
  /** Origins that browsers may call from. */
  readonly origins?: readonly string[] | undefined
}

/**
 * Fills in what Kong cannot take from its environment: keys, addresses, origins. Nothing else changes.
 * @throws Error when an audience has no key, or an upstream is named that the file does not have.
 */
export function render(document: KongDocument, options: RenderOptions): KongDocument {
  const rendered = structuredClone(document)
  for (const consumer of rendered.consumers) consumer.jwt_secrets = credentialsOf(consumer, options.keys)
  moveUpstreams(rendered, options.upstreams ?? {})
  for (const plugin of allPlugins(rendered)) {
    if (options.redisUrl && plugin.name === 'rate-limiting') setRedis(plugin, new URL(options.redisUrl))
    if (options.origins && plugin.name === 'cors')
      Object.assign(settings(plugin), { origins: options.origins })
  }
  return rendered
}

function credentialsOf(consumer: KongConsumer, { keys }: PublicKeys): KongConsumer['jwt_secrets'] {
  const own = keys.filter((key) => key.aud === consumer.username)
  if (own.length === 0)
    throw new Error(`JWT_PUBLIC_KEYS_FILE has no key for the audience "${consumer.username}"`)
  return own.map(({ kid, pem }) => ({ key: kid, algorithm: 'EdDSA', rsa_public_key: pem }))
}

function moveUpstreams(document: KongDocument, upstreams: Readonly<Record<string, string>>): void {
  const unknown = new Set(Object.keys(upstreams))
  for (const service of document.services) {
    const host = new URL(service.url).hostname
    const origin = upstreams[host]
    if (origin) service.url = new URL(origin).origin
    unknown.delete(host)
  }
  if (unknown.size > 0) throw new Error(`upstreams that kong.yml does not have: ${[...unknown].join(', ')}`)
}

function setRedis(plugin: KongPlugin, url: URL): void {
  const config = settings(plugin)
  const { timeout } = settings({ name: plugin.name, config: config.redis })
  config.redis = {
    host: url.hostname,
    port: Number(url.port || 6379),
    database: Number(url.pathname.slice(1) || 0),
    ...(url.username && { username: decodeURIComponent(url.username) }),
    ...(url.password && { password: decodeURIComponent(url.password) }),
    ssl: url.protocol === 'rediss:',
    ...(timeout !== undefined && { timeout }),
  }
}

function settings({ name, config }: KongPlugin): Record<string, unknown> {
  if (!isRecord(config)) throw new Error(`plugin ${name} has no settings`)
  return config
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const allPlugins = (document: KongDocument): KongPlugin[] => [
  ...document.plugins,
  ...document.services.flatMap((service) => [
    ...service.plugins,
    ...service.routes.flatMap((route) => route.plugins),
  ]),
]
