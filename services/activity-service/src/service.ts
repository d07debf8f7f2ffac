import {
  CouponGranted,
  CouponReturned,
  CouponUsed,
  PromotionLocked,
  PromotionLockFailed,
  PromotionReleased,
} from '@linli/proto/activity'
import { defineService } from '@linli/service'
import { bannerRoutes } from './banners/banner.routes.ts'
import { Config } from './config.ts'
import { codeRoutes } from './coupon-codes/code.routes.ts'
import { runGrants } from './coupon-grants/grant.jobs.ts'
import { grantRoutes } from './coupon-grants/grant.routes.ts'
import { adminCouponTemplateRoutes } from './coupon-templates/admin-coupon-template.routes.ts'
import { finishOverdueTemplates } from './coupon-templates/coupon-template.jobs.ts'
import { couponTemplateRoutes } from './coupon-templates/coupon-template.routes.ts'
import { couponTemplateMachine } from './coupon-templates/coupon-template.ts'
import { merchantCouponTemplateRoutes } from './coupon-templates/merchant-coupon-template.routes.ts'
import { activityRpc } from './coupons/activity.rpc.ts'
import { adminCouponRoutes } from './coupons/admin-coupon.routes.ts'
import { expireUnusedCoupons } from './coupons/coupon.jobs.ts'
import { couponRoutes } from './coupons/coupon.routes.ts'
import { couponSubscriptions } from './coupons/coupon.subscriptions.ts'
import { couponMachine } from './coupons/user-coupon.ts'
import { createDeps } from './deps.ts'
import { adminPopupRoutes } from './popups/admin-popup.routes.ts'
import { popupRoutes } from './popups/popup.routes.ts'
import { sweepLocks } from './promotion-locks/promotion-lock.jobs.ts'
import { promotionLockSubscriptions } from './promotion-locks/promotion-lock.subscriptions.ts'
import { promotionLockMachine } from './promotion-locks/promotion-lock.ts'
import { adminPromotionRoutes } from './promotions/admin-promotion.routes.ts'
import { movePromotions } from './promotions/promotion.jobs.ts'
import { promotionRoutes } from './promotions/promotion.routes.ts'
import { promotionMachine } from './promotions/promotion.ts'
import { stackingRoutes } from './promotions/stacking.routes.ts'

export const activityService = defineService({
  name: 'activity',
  config: Config,
  deps: createDeps,
  http: [
    bannerRoutes,
    popupRoutes,
    adminPopupRoutes,
    couponTemplateRoutes,
    couponRoutes,
    merchantCouponTemplateRoutes,
    adminCouponTemplateRoutes,
    grantRoutes,
    codeRoutes,
    adminCouponRoutes,
    promotionRoutes,
    adminPromotionRoutes,
    stackingRoutes,
  ],
  grpc: [activityRpc],
  publishes: [
    CouponGranted,
    CouponUsed,
    CouponReturned,
    PromotionLocked,
    PromotionLockFailed,
    PromotionReleased,
  ],
  events: (deps) => [...couponSubscriptions(deps), ...promotionLockSubscriptions(deps)],
  jobs: [expireUnusedCoupons, finishOverdueTemplates, runGrants, movePromotions, sweepLocks],
  machines: [couponTemplateMachine, couponMachine, promotionMachine, promotionLockMachine],
})
