import { type Data, residentOperations } from '@linli/api-client'
import { makeApi } from '@linli/mini-ui'
import { useSession } from '../stores/session'

export { errorCode, fieldErrors, newKey } from '@linli/mini-ui'

export const api = makeApi(residentOperations, {
  tokens: () => useSession.getState().tokens,
  keep: (tokens) => useSession.getState().keep(tokens),
  refreshPath: '/api/v1/auth/tokens',
})

export type Address = Data<'getAddress'>
export type Banner = Data<'listBanners'>['items'][number]
export type Cart = Data<'getCart'>
export type Category = Data<'getCategoryTree'>[number]
export type Community = Data<'listCommunities'>['items'][number]
export type CommunityDetail = Data<'getCommunity'>
export type Coupon = Data<'getCoupon'>
export type CouponTemplate = Data<'listCouponTemplates'>['items'][number]
export type Deletion = Data<'getMyDeletion'>
export type LeaderApplication = Data<'listMyLeaderApplications'>['items'][number]
export type Me = Data<'getMe'>
export type Order = Data<'getOrder'>
export type OrderItem = Data<'listOrders'>['items'][number]
export type Popup = NonNullable<Data<'getCurrentPopup'>>
export type Product = Data<'getProduct'>
export type ProductItem = Data<'listProducts'>['items'][number]
export type Settlement = Data<'createSettlement'>
export type SkuLive = Data<'getProductSkus'>['items'][number]
export type Standing = Data<'getMyLevel'>
export type TimelineEntry = Data<'getOrderTimeline'>[number]
