import { MessageFailed } from '@linli/proto/message'
import { defineService } from '@linli/service'
import { Config } from './config.ts'
import { creditRoutes } from './credits/credit.routes.ts'
import { createDeps } from './deps.ts'
import {
  purgeOldDispatches,
  recoverStuckMessages,
  sendSmsMessages,
  sendWechatMessages,
} from './dispatches/dispatch.jobs.ts'
import { dispatchRoutes } from './dispatches/dispatch.routes.ts'
import { dispatchRpc } from './dispatches/dispatch.rpc.ts'
import { dispatchMachine } from './dispatches/dispatch.ts'
import { purgeOldMessages } from './messages/message.jobs.ts'
import { messageRoutes } from './messages/message.routes.ts'
import { messageSubscriptions } from './messages/message.subscriptions.ts'
import { closeMerchantDigests } from './notices/notice.jobs.ts'
import { noticeSubscriptions } from './notices/notice.subscriptions.ts'
import { routeRoutes } from './rules/route.routes.ts'
import { templateRoutes } from './rules/template.routes.ts'

export const messageService = defineService({
  name: 'message',
  config: Config,
  deps: createDeps,
  http: [messageRoutes, creditRoutes, templateRoutes, routeRoutes, dispatchRoutes],
  grpc: [dispatchRpc],
  publishes: [MessageFailed],
  events: (deps) => [...noticeSubscriptions(deps), ...messageSubscriptions()],
  jobs: [
    sendWechatMessages,
    sendSmsMessages,
    recoverStuckMessages,
    closeMerchantDigests,
    purgeOldMessages,
    purgeOldDispatches,
  ],
  machines: [dispatchMachine],
})
