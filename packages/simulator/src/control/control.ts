import type { PlatformCertificate } from '../crypto/platform-keys.ts'
import type { Fault, FaultSpec } from '../faults/fault.ts'
import { issueLoginCode, type LoginUser } from '../mini-program/login.ts'
import { issuePhoneCode } from '../mini-program/phone.ts'
import { type Push, push } from '../mini-program/push.ts'
import type { Quota, SentMessage, Shipment } from '../mini-program/records.ts'
import { grantQuota, registerTemplate } from '../mini-program/subscribe.ts'
import { balanceOf } from '../pay/ledger.ts'
import type { LedgerEntry, Order, Refund, RefundPlan } from '../pay/order.ts'
import { findOrder } from '../pay/orders.ts'
import { type PayInput, type PayRefusal, pay } from '../pay/payments.ts'
import type { Settings } from '../settings.ts'
import type { Sim } from '../sim.ts'
import type { SmsMessage } from '../sms/sms-message.ts'
import { type NewObject, putObject } from '../storage/objects.ts'
import type { StoredObject } from '../storage/stored-object.ts'
import { type CallbackControl, callbackControl } from './callbacks.ts'
import { type ClockControl, clockControl } from './clock.ts'
import { resetSimulator } from './reset.ts'

export type PayAnswer =
  | { paid: true; out_trade_no: string; transaction_id: string; notification_id: string }
  | { paid: false; reason: PayRefusal }

/** What tests and the demo may do that no real provider offers. The HTTP paths under /__sim are the same. */
export type Control = {
  clock: ClockControl
  callbacks: CallbackControl
  /** A js_code as `wx.login` would give it. */
  login: (user: LoginUser) => { js_code: string }
  /** A code as the `getPhoneNumber` button would give it. */
  phoneCode: (user: { phone: string }) => { code: string }
  /** The user pays in the cashier. `wait` also waits for the first callback try. */
  pay: (input: PayInput & { wait?: boolean }) => Promise<PayAnswer>
  faults: {
    set: (spec: FaultSpec) => Fault
    clear: (id?: string) => void
    list: () => Fault[]
  }
  settings: { get: () => Settings; set: (change: Partial<Settings>) => Settings }
  /** How refunds end: by out_refund_no, by out_trade_no, or `*`. */
  planRefund: (plan: { match: string; outcome: RefundPlan['outcome']; delay_ms?: number }) => void
  orders: () => Order[]
  order: (outTradeNo: string) => Order | undefined
  refunds: () => Refund[]
  ledger: () => { balance: number; entries: LedgerEntry[] }
  sms: (phone?: string) => SmsMessage[]
  messages: (openid?: string) => SentMessage[]
  shipments: () => Shipment[]
  quotas: () => Quota[]
  grantQuota: (grant: { openid: string; template_id: string; count: number }) => { left: number }
  registerTemplate: (template: { template_id: string; keys: string[] }) => void
  /** Sends a mini-program message push, plain or secure. */
  push: (message: Push) => Promise<{ status: number; answer: string }>
  objects: () => StoredObject[]
  /** Stores an object as if it had been there before, without a signature. */
  putObject: (object: NewObject) => Promise<StoredObject>
  /** Adds a platform certificate with a new key (certificate and grey mode). */
  rotateCertificate: () => Promise<PlatformCertificate>
  reset: () => Promise<void>
}

export function createControl(sim: Sim): Control {
  const { tables } = sim
  return {
    clock: clockControl(sim),
    callbacks: callbackControl(sim),
    login: (user) => ({ js_code: issueLoginCode(sim, user) }),
    phoneCode: ({ phone }) => ({ code: issuePhoneCode(sim, phone) }),
    pay: (input) => payAsUser(sim, input),
    faults: { set: sim.faults.set, clear: sim.faults.clear, list: sim.faults.list },
    settings: sim.settings,
    planRefund: ({ match, outcome, delay_ms }) => {
      tables.refundPlans.put(match, { outcome, delay_ms: delay_ms ?? null })
    },
    orders: () =>
      tables.orders
        .rows()
        .map((order) => findOrder(sim, order.out_trade_no) ?? order)
        .toArray(),
    order: (outTradeNo) => findOrder(sim, outTradeNo),
    refunds: () => tables.refunds.rows().toArray(),
    ledger: () => ({ balance: balanceOf(sim), entries: tables.ledger.rows().toArray() }),
    sms: (phone) =>
      tables.sms
        .rows()
        .filter((message) => phone === undefined || message.phone === phone)
        .toArray(),
    messages: (openid) =>
      tables.messages
        .rows()
        .filter((message) => openid === undefined || message.openid === openid)
        .toArray(),
    shipments: () => tables.shipments.rows().toArray(),
    quotas: () => tables.quotas.rows().toArray(),
    grantQuota: (grant) => ({ left: grantQuota(sim, grant) }),
    registerTemplate: (template) => registerTemplate(sim, template),
    push: (message) => push(sim, message),
    objects: () => tables.objects.rows().toArray(),
    putObject: (object) => putObject(sim, object),
    rotateCertificate: () => sim.platform.rotate(),
    reset: () => resetSimulator(sim),
  }
}

async function payAsUser(sim: Sim, input: PayInput & { wait?: boolean }): Promise<PayAnswer> {
  const result = pay(sim, input)
  if (!result.ok) return { paid: false, reason: result.reason }
  if (input.wait) await result.delivered
  else result.delivered.catch(sim.onError)
  return {
    paid: true,
    out_trade_no: result.order.out_trade_no,
    transaction_id: result.order.payment?.transaction_id ?? '',
    notification_id: result.notificationId,
  }
}
