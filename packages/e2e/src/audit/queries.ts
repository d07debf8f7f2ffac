/** One invariant of reliability.md §2: the query finds its violations. */
export type Invariant = { readonly id: string; readonly says: string; readonly sql: string }

const SERVICES = ['user', 'product', 'order', 'payment', 'delivery', 'points', 'activity', 'message'] as const

const view = (id: string, says: string, relation: string): Invariant => ({
  id,
  says,
  sql: `select to_jsonb(violation) as violation from ${relation} violation`,
})

/** What each service proves about itself. */
const own: readonly Invariant[] = [
  view('order', 'orders equal their lines, their history and their money', '"order".order_audit'),
  view('stock', 'Σ movements = level, reserved = Σ live reservations (S2, S3)', 'product.stock_audit'),
  view('payment', 'one success per payment, refunds within what was paid (M1, M3)', 'payment.payment_audit'),
  view('points', 'Σ ledger = balances, frozen = live holds (P1)', 'points.points_audit'),
  view('growth', 'Σ order growth = growth, and the level is the one of it (U17)', '"user".user_audit'),
  view('coupon', 'issued = unused + locked + used + expired + revoked (C1, C3)', 'activity.activity_audit'),
  view(
    'delivery',
    'slot load = live reservations, one task per order, a code redeemed once (O4)',
    'delivery.delivery_audit',
  ),
]

/** Unpaid orders whose reservations must still be held, and those that may let go. */
const OPEN = `('CREATED', 'PENDING_PAYMENT')`

/** What only the schemas together can prove. */
const across: readonly Invariant[] = [
  {
    id: 'M1/M4',
    says: 'every paid order has one successful payment of exactly its amount, and the other way round',
    sql: `select jsonb_build_object('order', o.id, 'status', o.status, 'paid_fen', o.paid_fen, 'payment', p.id,
                                    'payment_status', p.status, 'payment_fen', p.paid_fen) as violation
          from "order".orders o
          full join payment.payments p on p.order_id = o.id
          where (o.paid_at is not null and o.payable_fen > 0
                 and (p.status is null or p.status not in ('SUCCEEDED', 'PARTIAL_REFUNDED', 'REFUNDED')
                      or p.paid_fen <> o.paid_fen))
             or (p.status = 'SUCCEEDED' and o.paid_at is null)`,
  },
  {
    id: 'S3',
    says: 'an open reservation of stock belongs to a live unpaid order',
    sql: `select jsonb_build_object('order', r.order_id, 'reservation', r.status, 'status', o.status) as violation
          from product.reservations r left join "order".orders o on o.id = r.order_id
          where r.status = 'RESERVED' and r.created_at < now() - interval '60 seconds'
            and (o.status is null or o.status not in ${OPEN})`,
  },
  {
    id: 'S4',
    says: 'committed stock belongs to a paid order, and every paid order has committed stock',
    sql: `select jsonb_build_object('order', coalesce(o.id, r.order_id), 'reservation', r.status, 'status', o.status) as violation
          from product.reservations r
          full join (select * from "order".orders where paid_at is not null) o on o.id = r.order_id
          where (r.status in ('COMMITTED', 'FULFILLED') and o.id is null)
             or (o.id is not null and o.status <> 'CLOSED'
                 and (r.status is null or r.status not in ('COMMITTED', 'FULFILLED', 'RESTOCKED', 'WRITTEN_OFF')))`,
  },
  {
    id: 'C2',
    says: 'a locked coupon belongs to an open order, a used one to a paid order',
    sql: `select jsonb_build_object('coupon', c.id, 'coupon_status', c.status, 'order', o.id, 'status', o.status) as violation
          from activity.user_coupons c left join "order".orders o on o.id = c.locked_order_id
          where (c.status = 'LOCKED' and (o.status is null or o.status not in ${OPEN}))
             or (c.status = 'USED' and o.paid_at is null)`,
  },
  {
    id: 'P3',
    says: 'frozen points belong to an open order, consumed ones to a paid order',
    sql: `select jsonb_build_object('order', h.order_id, 'hold', h.status, 'status', o.status) as violation
          from points.points_holds h left join "order".orders o on o.id = h.order_id
          where (h.status = 'FROZEN' and (o.status is null or o.status not in ${OPEN}))
             or (h.status = 'CONSUMED' and o.paid_at is null)`,
  },
  {
    id: 'slot',
    says: 'a held place in a slot belongs to an order that is not closed unpaid',
    sql: `select jsonb_build_object('order', s.order_id, 'slot', s.slot_id, 'status', o.status) as violation
          from delivery.slot_reservations s left join "order".orders o on o.id = s.order_id
          where s.status in ('RESERVED', 'COMMITTED') and (o.status is null or (o.status = 'CLOSED' and o.paid_at is null))`,
  },
  {
    id: 'O4',
    says: 'every order that is prepared or further has exactly one delivery task',
    sql: `select jsonb_build_object('order', o.id, 'status', o.status) as violation
          from "order".orders o left join delivery.deliveries d on d.order_id = o.id
          where o.status in ('PREPARING', 'DELIVERING', 'READY_FOR_PICKUP', 'COMPLETED') and d.id is null`,
  },
]

const messaging: readonly Invariant[] = SERVICES.flatMap((service) => [
  {
    id: `E1 ${service}`,
    says: `${service}: nothing waits to be told`,
    sql: `select jsonb_build_object('seq', seq, 'type', type, 'occurred_at', occurred_at) as violation
          from "${service}".outbox where published_at is null`,
  },
  {
    id: `E3 ${service}`,
    says: `${service}: no event is parked`,
    sql: `select jsonb_build_object('id', id, 'event', consumer, 'error', error) as violation
          from "${service}".dead_event where redriven_at is null`,
  },
])

export const INVARIANTS: readonly Invariant[] = [...own, ...across, ...messaging]
