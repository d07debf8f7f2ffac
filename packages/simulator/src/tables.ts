import type { PlatformCertificate } from './crypto/platform-keys.ts'
import type {
  AccessToken,
  LoginCode,
  Person,
  PhoneCode,
  Quota,
  SentMessage,
  Shipment,
  SubscribeTemplate,
} from './mini-program/records.ts'
import type { Notification } from './pay/notification.ts'
import type { LedgerEntry, Order, Prepay, Refund, RefundPlan } from './pay/order.ts'
import type { SmsMessage } from './sms/sms-message.ts'
import type { StoredObject } from './storage/stored-object.ts'
import type { Store, Table } from './store/store.ts'

export type Tables = {
  meta: Table<unknown>
  certificates: Table<PlatformCertificate>
  orders: Table<Order>
  /** Numbers closed before they were ever ordered. */
  burned: Table<{ out_trade_no: string; at: number }>
  prepays: Table<Prepay>
  /** transaction_id → out_trade_no */
  transactions: Table<string>
  refunds: Table<Refund>
  /** refund_id → out_refund_no */
  refundIds: Table<string>
  refundPlans: Table<RefundPlan>
  ledger: Table<LedgerEntry>
  notifications: Table<Notification>
  loginCodes: Table<LoginCode>
  openids: Table<Person>
  phoneCodes: Table<PhoneCode>
  tokens: Table<AccessToken>
  templates: Table<SubscribeTemplate>
  quotas: Table<Quota>
  messages: Table<SentMessage>
  shipments: Table<Shipment>
  sms: Table<SmsMessage>
  objects: Table<StoredObject>
}

export const createTables = (store: Store): Tables => ({
  meta: store.table('meta'),
  certificates: store.table('certificates'),
  orders: store.table('orders'),
  burned: store.table('burned'),
  prepays: store.table('prepays'),
  transactions: store.table('transactions'),
  refunds: store.table('refunds'),
  refundIds: store.table('refundIds'),
  refundPlans: store.table('refundPlans'),
  ledger: store.table('ledger'),
  notifications: store.table('notifications'),
  loginCodes: store.table('loginCodes'),
  openids: store.table('openids'),
  phoneCodes: store.table('phoneCodes'),
  tokens: store.table('tokens'),
  templates: store.table('templates'),
  quotas: store.table('quotas'),
  messages: store.table('messages'),
  shipments: store.table('shipments'),
  sms: store.table('sms'),
  objects: store.table('objects'),
})
