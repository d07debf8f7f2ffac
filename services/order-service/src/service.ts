import {
  OrderClosed,
  OrderCloseRequested,
  OrderCompleted,
  OrderConfirmed,
  OrderCreated,
  OrderPaid,
  OrderPreparing,
  OrderRepriced,
  OrderSettled,
  OrdersExported,
  RecipientRevealed,
} from '@linli/proto/order'
import { defineService } from '@linli/service'
import { cartRoutes } from './carts/cart.routes.ts'
import { Config } from './config.ts'
import { createDeps } from './deps.ts'
import { adminOrderRoutes } from './orders/admin-order.routes.ts'
import { adminStatisticsRoutes } from './orders/admin-statistics.routes.ts'
import { exportRoutes } from './orders/export.routes.ts'
import { merchantOrderRoutes } from './orders/merchant-order.routes.ts'
import { orderGauges, orderJobs } from './orders/order.jobs.ts'
import { orderRoutes } from './orders/order.routes.ts'
import { orderRpc } from './orders/order.rpc.ts'
import { orderSubscriptions } from './orders/order.subscriptions.ts'
import { orderMachine } from './orders/order.ts'
import { orderQueryRoutes } from './orders/order-queries.routes.ts'
import { orderStatisticsRoutes } from './orders/order-statistics.routes.ts'
import { rotateDataKeys } from './orders/recipient.jobs.ts'
import { recipientRoutes } from './orders/recipient.routes.ts'
import { repurchaseRoutes } from './orders/repurchase.routes.ts'
import { sagaRoutes } from './orders/saga.routes.ts'
import { settlementRoutes } from './settlements/settlement.routes.ts'

export const orderService = defineService({
  name: 'order',
  config: Config,
  deps: createDeps,
  http: [
    cartRoutes,
    settlementRoutes,
    orderQueryRoutes,
    orderRoutes,
    repurchaseRoutes,
    merchantOrderRoutes,
    recipientRoutes,
    orderStatisticsRoutes,
    adminOrderRoutes,
    exportRoutes,
    adminStatisticsRoutes,
    sagaRoutes,
  ],
  grpc: [orderRpc],
  publishes: [
    OrderCreated,
    OrderConfirmed,
    OrderCloseRequested,
    OrderClosed,
    OrderPaid,
    OrderPreparing,
    OrderRepriced,
    OrderCompleted,
    OrderSettled,
    OrdersExported,
    RecipientRevealed,
  ],
  events: orderSubscriptions,
  jobs: [...orderJobs, rotateDataKeys],
  gauges: [orderGauges],
  machines: [orderMachine],
})
