import {
  PaymentClosed,
  PaymentDuplicatePaid,
  PaymentFailed,
  PaymentLatePaid,
  PaymentQuarantined,
  PaymentSucceeded,
  RefundAbnormal,
  RefundFailed,
  RefundSucceeded,
} from '@linli/proto/payment'
import { defineService } from '@linli/service'
import { Config } from './config.ts'
import { createDeps, type Deps } from './deps.ts'
import { notificationJobs } from './notifications/notification.jobs.ts'
import { notificationRoutes } from './notifications/notification.routes.ts'
import { attemptMachine } from './payments/attempt.ts'
import { mockPaymentRoutes } from './payments/mock-payment.routes.ts'
import { paymentGauges, paymentJobs } from './payments/payment.jobs.ts'
import { paymentRoutes } from './payments/payment.routes.ts'
import { paymentRpc } from './payments/payment.rpc.ts'
import { paymentSubscriptions } from './payments/payment.subscriptions.ts'
import { paymentMachine } from './payments/payment.ts'
import { paymentAdminRoutes } from './payments/payment-admin.routes.ts'
import { refundGauges, refundJobs } from './refunds/refund.jobs.ts'
import { refundRoutes } from './refunds/refund.routes.ts'
import { refundSubscriptions } from './refunds/refund.subscriptions.ts'
import { refundMachine } from './refunds/refund.ts'

export const paymentService = defineService({
  name: 'payment',
  config: Config,
  deps: createDeps,
  http: [paymentRoutes, paymentAdminRoutes, refundRoutes, notificationRoutes, mockPaymentRoutes],
  grpc: [paymentRpc],
  publishes: [
    PaymentSucceeded,
    PaymentClosed,
    PaymentFailed,
    PaymentLatePaid,
    PaymentDuplicatePaid,
    PaymentQuarantined,
    RefundSucceeded,
    RefundFailed,
    RefundAbnormal,
  ],
  events: (deps: Deps) => [...paymentSubscriptions(deps), ...refundSubscriptions(deps)],
  jobs: [...paymentJobs, ...refundJobs, ...notificationJobs],
  gauges: [paymentGauges, refundGauges],
  machines: [paymentMachine, attemptMachine, refundMachine],
})
