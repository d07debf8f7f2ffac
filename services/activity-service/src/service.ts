import { defineService } from '@linli/service'
import { Config } from './config.ts'
import { createDeps } from './deps.ts'

export const activityService = defineService({
  name: 'activity',
  config: Config,
  deps: createDeps,
  http: [],
  grpc: [],
  publishes: [],
  events: () => [],
  jobs: [],
  machines: [],
})
