import { defineService } from '@linli/service'
import { Config } from './config.ts'
import { createDeps } from './deps.ts'

export const productService = defineService({
  name: 'product',
  config: Config,
  deps: createDeps,
  http: [],
  grpc: [],
  publishes: [],
  events: () => [],
  jobs: [],
  machines: [],
})
