import { PointsAdjusted, PointsFreezeFailed, PointsFrozen, PointsGranted } from '@linli/proto/points'
import { defineService } from '@linli/service'
import { accountRoutes } from './accounts/account.routes.ts'
import { pointsSubscriptions } from './accounts/account.subscriptions.ts'
import { adminAccountRoutes } from './accounts/admin-account.routes.ts'
import { grantMachine } from './accounts/grant.ts'
import { holdJobs } from './accounts/hold.jobs.ts'
import { holdMachine } from './accounts/hold.ts'
import { pointsRpc } from './accounts/points.rpc.ts'
import { Config } from './config.ts'
import { createDeps } from './deps.ts'
import { ruleRoutes } from './rules/rule.routes.ts'

export const pointsService = defineService({
  name: 'points',
  config: Config,
  deps: createDeps,
  http: [accountRoutes, ruleRoutes, adminAccountRoutes],
  grpc: [pointsRpc],
  publishes: [PointsFrozen, PointsFreezeFailed, PointsGranted, PointsAdjusted],
  events: pointsSubscriptions,
  jobs: holdJobs,
  machines: [holdMachine, grantMachine],
})
