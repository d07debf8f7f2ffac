// The demo data of Linli: one city, one shop, twelve residents. Pure values, and how they get into an installation.
export { accounts, type DemoAccounts, type DemoUser, type Login } from './data/accounts.ts'
export { type Admin, admins } from './data/admins.ts'
export { type Banner, banners, popup } from './data/banners.ts'
export { type Category, type CategoryKey, categories, categoryId } from './data/categories.ts'
export {
  type Community,
  type CommunityKey,
  communities,
  communityId,
  type Point,
} from './data/communities.ts'
export {
  type CouponKey,
  type CouponScope,
  type CouponTemplate,
  type CouponType,
  type CouponValidity,
  couponTemplateId,
  couponTemplates,
  type HeldCoupon,
  heldCoupons,
} from './data/coupons.ts'
export { homeFeeRule } from './data/fee-rule.ts'
export { type Merchant, type MerchantKey, merchantId, merchants } from './data/merchants.ts'
export {
  type Channel,
  type MessageAudience,
  type MessageCategory,
  type MessageRoute,
  type MessageTemplate,
  messageRoutes,
  messageTemplates,
  type WechatField,
} from './data/messages.ts'
export {
  type Audience,
  type Permission,
  type PermissionCode,
  permissions,
  permissionsOf,
} from './data/permissions.ts'
export {
  type Hours,
  type PickupPoint,
  type PickupPointKey,
  type PickupPointType,
  pickupPointId,
  pickupPoints,
  type WeekHours,
} from './data/pickup-points.ts'
export { type PointsOpening, pointsOpenings, pointsRule } from './data/points.ts'
export type { DeliveryMode, ProductTag, StorageType } from './data/product-row.ts'
export { type Product, productId, products, type Sku, type Spec, skuId, skus } from './data/products.ts'
export { type Recommendation, type RecommendationSlot, recommendations } from './data/recommendations.ts'
export { type Address, type Gender, type Resident, residentId, residents } from './data/residents.ts'
export { type DataScope, type Role, type RoleCode, roleId, roles } from './data/roles.ts'
export { type DatedSlot, datedSlots, SLOT_DAYS, type SlotTemplate, slotTemplates } from './data/slots.ts'
export { type Leader, leaders, type Staff, type StaffKey, staff, staffId } from './data/staff.ts'
export { warehouse } from './data/warehouse.ts'
export { demoId } from './demo-id.ts'
export { loadDemo } from './load/load-demo.ts'
export { type PictureKey, pictureKeys, pictureObjectKey, picturePath } from './pictures.ts'
export { uploadPictures } from './upload-pictures.ts'
