// gateway/kong.yml without Kong: the same routes, plugins and refusals, for a machine that has no Kong.
export { readKeys } from './config.ts'
export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts'
export { formatKongFile, parseKongFile, UnsupportedConfig } from './kong-file.ts'
export type { KongDocument } from './kong-schema.ts'
export { normalisePath } from './path.ts'
export { type PublicKeys, type RenderOptions, render } from './render.ts'
export { createRouter, type KongRoute, type KongService, type Router } from './router.ts'
