import { adminOperations, type Data, merchantOperations, residentOperations } from '@linli/api-client'
import { makeApi } from '@linli/mini-ui'
import { useSession } from '../stores/session'

export { errorCode, newKey } from '@linli/mini-ui'

const {
  getCategoryTree,
  listSubscriptionTemplates,
  reportSubscriptions,
  listMessages,
  getUnreadCounts,
  readMessage,
  readAllMessages,
  deleteMessage,
} = residentOperations

export const api = makeApi(
  {
    ...merchantOperations,
    getCategoryTree,
    listSubscriptionTemplates,
    reportSubscriptions,
    listMessages,
    getUnreadCounts,
    readMessage,
    readAllMessages,
    deleteMessage,
    getCaptcha: adminOperations.getCaptcha,
  },
  {
    tokens: () => useSession.getState().tokens,
    keep: (tokens) => useSession.getState().keep(tokens),
    refreshPath: '/api/v1/merchant/auth/tokens',
  },
)

export type Categories = Data<'getCategoryTree'>
export type Documents = Data<'listMySubmissions'>['items'][number]
export type Inventory = Data<'listMerchantInventories'>['items'][number]
export type Order = Data<'getMerchantOrder'>
export type OrderItem = Data<'listMerchantOrders'>['items'][number]
export type Point = Data<'listMerchantPickupPoints'>['items'][number]
export type Preview = Data<'previewVerification'>['items'][number]
export type Product = Data<'getMerchantProduct'>
export type ProductItem = Data<'listMerchantProducts'>['items'][number]
export type Recipient = Data<'revealOrderRecipient'>
export type Waiting = Data<'listMerchantDeliveries'>['items'][number]
export type StaffMe = Data<'getStaffMe'>
