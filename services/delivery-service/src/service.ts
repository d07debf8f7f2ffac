import { defineService } from '@linli/service'
import { Config } from './config.ts'
import { createDeps } from './deps.ts'

export const deliveryService = defineService({
  name: 'delivery',
  config: Config,
  deps: createDeps,
  http: [],
  grpc: [],
  publishes: [],
  events: () => [],
  jobs: [],
  machines: [],
})
