import { deliveryTemplates } from './messages/delivery-templates.ts'
import { moneyTemplates } from './messages/money-templates.ts'
import { orderTemplates } from './messages/order-templates.ts'
import { type MessageTemplate, messageTemplate } from './messages/template.ts'

export { type MessageRoute, messageRoutes } from './messages/routes.ts'
export type {
  Channel,
  MessageAudience,
  MessageCategory,
  MessageTemplate,
  WechatField,
} from './messages/template.ts'

/** One template per event and audience: subscribe message, SMS and in-app texts. */
export const messageTemplates: readonly MessageTemplate[] = [
  ...orderTemplates,
  ...deliveryTemplates,
  ...moneyTemplates,
].map(messageTemplate)
