import {
  PickupReady,
  PickupVerified,
  SlotReleased,
  SlotReservationFailed,
  SlotReserved,
} from '@linli/proto/delivery'
import { defineService } from '@linli/service'
import { adminCommunityRoutes } from './communities/admin-community.routes.ts'
import { communityRoutes } from './communities/community.routes.ts'
import { Config } from './config.ts'
import { deliveryJobs } from './deliveries/delivery.jobs.ts'
import { deliveryRoutes } from './deliveries/delivery.routes.ts'
import { deliveryRpc } from './deliveries/delivery.rpc.ts'
import { deliverySubscriptions } from './deliveries/delivery.subscriptions.ts'
import { deliveryMachine } from './deliveries/delivery.ts'
import { merchantDeliveryRoutes } from './deliveries/merchant-delivery.routes.ts'
import { createDeps } from './deps.ts'
import { adminFeeRuleRoutes } from './fees/admin-fee-rule.routes.ts'
import { feeRoutes } from './fees/fee.routes.ts'
import { impactRoutes } from './impacts/impact.routes.ts'
import { pickupCodeJobs } from './pickup-codes/pickup-code.jobs.ts'
import { pickupCodeRoutes } from './pickup-codes/pickup-code.routes.ts'
import { adminPickupPointRoutes } from './pickup-points/admin-pickup-point.routes.ts'
import { merchantPickupPointRoutes } from './pickup-points/merchant-pickup-point.routes.ts'
import { pickupPointRoutes } from './pickup-points/pickup-point.routes.ts'
import { pickupPointSubscriptions } from './pickup-points/pickup-point.subscriptions.ts'
import { receiptRoutes } from './receipts/receipt.routes.ts'
import { adminSlotRoutes } from './slots/admin-slot.routes.ts'
import { adminSlotExceptionRoutes } from './slots/admin-slot-exception.routes.ts'
import { slotJobs } from './slots/slot.jobs.ts'
import { slotRoutes } from './slots/slot.routes.ts'
import { slotSubscriptions } from './slots/slot.subscriptions.ts'
import { slotReservationMachine } from './slots/slot-reservation.ts'
import { verificationRoutes } from './verifications/verification.routes.ts'

export const deliveryService = defineService({
  name: 'delivery',
  config: Config,
  deps: createDeps,
  http: [
    communityRoutes,
    pickupPointRoutes,
    slotRoutes,
    feeRoutes,
    deliveryRoutes,
    pickupCodeRoutes,
    verificationRoutes,
    merchantDeliveryRoutes,
    receiptRoutes,
    merchantPickupPointRoutes,
    adminCommunityRoutes,
    adminPickupPointRoutes,
    adminSlotRoutes,
    adminSlotExceptionRoutes,
    adminFeeRuleRoutes,
    impactRoutes,
  ],
  grpc: [deliveryRpc],
  publishes: [SlotReserved, SlotReservationFailed, SlotReleased, PickupReady, PickupVerified],
  events: (deps) => [...slotSubscriptions, ...pickupPointSubscriptions, ...deliverySubscriptions(deps)],
  jobs: [...slotJobs, ...deliveryJobs, ...pickupCodeJobs],
  machines: [deliveryMachine, slotReservationMachine],
})
