import { defineService } from '@linli/service'
import { Config } from './config.ts'
import { createDeps } from './deps.ts'

export const messageService = defineService({
  name: 'message',
  config: Config,
  deps: createDeps,
  http: [],
  grpc: [],
  publishes: [],
  events: () => [],
  jobs: [],
  machines: [],
})
