-- One row per order. A row without amount is the tombstone of an order that was closed before anybody paid.
create table payments (
  id             uuid primary key,
  order_id       uuid not null unique,
  order_no       text not null,
  user_id        uuid not null,
  merchant_id    uuid not null,
  channel        text not null check (channel in ('WECHAT', 'MOCK')),
  status         text not null check (status in ('INIT', 'PENDING', 'SUCCEEDED', 'CLOSED', 'LATE_PAID',
                   'PARTIAL_REFUNDED', 'REFUNDED', 'QUARANTINED')),
  description    text not null,
  amount_fen     integer not null check (amount_fen >= 0),
  paid_fen       integer not null check (paid_fen >= 0),
  refunding_fen  integer not null check (refunding_fen >= 0),
  refunded_fen   integer not null check (refunded_fen >= 0),
  refund_count   integer not null check (refund_count between 0 and 50), -- the provider's limit per trade
  attempt_id     uuid,                                                   -- the one that won
  out_trade_no   text,
  transaction_id text,
  closing_at     timestamptz(3),                                         -- order asked to close; not certain yet
  close_alerted  boolean not null,
  expire_at      timestamptz(3),
  paid_at        timestamptz(3),
  closed_at      timestamptz(3),
  created_at     timestamptz(3) not null,
  updated_at     timestamptz(3) not null,
  version        integer not null,
  check (refunded_fen + refunding_fen <= paid_fen),
  check (amount_fen > 0 or status = 'CLOSED'),
  check (paid_fen = amount_fen or status in ('INIT', 'PENDING', 'CLOSED', 'QUARANTINED', 'REFUNDED')),
  check ((attempt_id is null) = (transaction_id is null)),
  unique (channel, transaction_id)
);
create index payments_created on payments (created_at desc);
create index payments_user on payments (user_id, created_at desc);
create index payments_closing on payments (closing_at) where closing_at is not null;

-- One row per number at the provider.
create table attempts (
  id                uuid primary key,
  payment_id        uuid not null references payments (id),
  channel           text not null check (channel in ('WECHAT', 'MOCK')),
  out_trade_no      text not null unique check (out_trade_no ~ '^[0-9A-Za-z_-]{6,32}$'),
  status            text not null check (status in ('CREATED', 'PREPAY', 'UNKNOWN', 'CLOSING', 'CLOSED', 'FAILED',
                      'SUCCESS')),
  amount_fen        integer not null check (amount_fen > 0),
  mchid             text not null,
  appid             text not null,
  payer_index       text not null, -- of the openid: the same call again must name the same payer
  expire_at         timestamptz(3) not null,
  prepay_called_at  timestamptz(3) not null,
  prepay_calls      integer not null,
  prepay_id         text,
  prepay_expires_at timestamptz(3),
  transaction_id    text,
  paid_fen          integer not null check (paid_fen >= 0),
  paid_at           timestamptz(3),
  failure_code      text,
  next_query_at     timestamptz(3),
  query_count       integer not null,
  queried_at        timestamptz(3),
  next_close_at     timestamptz(3),
  close_count       integer not null,
  refund_gate_at    timestamptz(3), -- no other refund of this trade before
  refund_gate_id    uuid,
  created_at        timestamptz(3) not null,
  updated_at        timestamptz(3) not null,
  unique (channel, transaction_id),
  check ((status = 'SUCCESS') = (transaction_id is not null)),
  check ((status = 'CLOSING') = (next_close_at is not null))
);
create unique index attempts_one_live on attempts (payment_id) where status in ('CREATED', 'PREPAY', 'UNKNOWN');
create index attempts_payment on attempts (payment_id);
create index attempts_query_due on attempts (next_query_at) where next_query_at is not null;
create index attempts_close_due on attempts (next_close_at) where next_close_at is not null;

create table payment_requests (
  user_id         uuid not null,
  idempotency_key text not null,
  request_hash    text not null,
  payment_id      uuid not null references payments (id),
  created_at      timestamptz(3) not null,
  primary key (user_id, idempotency_key)
);

create table refunds (
  id                uuid primary key,
  payment_id        uuid not null references payments (id),
  attempt_id        uuid not null references attempts (id),
  kind              text not null check (kind in ('AFTERSALE', 'LATE_PAID', 'DUPLICATE', 'QUARANTINE')),
  aftersale_id      uuid unique,
  refund_no         text not null unique,     -- ours, the same for ever
  out_refund_no     text not null unique check (out_refund_no ~ '^[0-9A-Za-z_-]{1,64}$'),
  number            integer not null check (number > 0), -- grows only when the provider has closed one
  status            text not null check (status in ('CREATED', 'SUBMITTED', 'PROCESSING', 'SUCCESS', 'CLOSED',
                      'ABNORMAL')),
  amount_fen        integer not null check (amount_fen > 0),
  total_fen         integer not null check (total_fen > 0),
  reserved          boolean not null,         -- its amount is in payments.refunding_fen
  reason            text not null,
  channel_refund_id text,
  received_account  text,
  failure_code      text,
  failure_reason    text,
  submit_count      integer not null,
  poll_count        integer not null,
  next_action_at    timestamptz(3),           -- null: finished, or for people
  submitted_at      timestamptz(3),
  succeeded_at      timestamptz(3),
  settled_by        uuid,                     -- an administrator who paid it out by hand
  settlement_proof  text,
  created_at        timestamptz(3) not null,
  updated_at        timestamptz(3) not null,
  version           integer not null,
  check (amount_fen <= total_fen),
  check ((kind = 'AFTERSALE') = (aftersale_id is not null)),
  check ((settled_by is null) = (settlement_proof is null)),
  check (not reserved or kind <> 'DUPLICATE')
);
create index refunds_payment on refunds (payment_id);
create index refunds_due on refunds (next_action_at) where next_action_at is not null;
create index refunds_created on refunds (created_at desc);

create table payment_history (
  id          uuid primary key,
  payment_id  uuid not null,
  from_status text,
  event       text not null,
  to_status   text not null,
  actor_type  text not null check (actor_type in ('SYSTEM', 'USER', 'ADMIN', 'PROVIDER')),
  actor_id    uuid,
  detail      jsonb not null,
  trace_id    text,
  at          timestamptz(3) not null
);
create index payment_history_payment on payment_history (payment_id, at);

create table attempt_history (
  id          uuid primary key,
  attempt_id  uuid not null,
  from_status text,
  event       text not null,
  to_status   text not null,
  actor_type  text not null check (actor_type in ('SYSTEM', 'USER', 'ADMIN', 'PROVIDER')),
  actor_id    uuid,
  detail      jsonb not null,
  trace_id    text,
  at          timestamptz(3) not null
);
create index attempt_history_attempt on attempt_history (attempt_id, at);

create table refund_history (
  id          uuid primary key,
  refund_id  uuid not null,
  from_status text,
  event       text not null,
  to_status   text not null,
  actor_type  text not null check (actor_type in ('SYSTEM', 'USER', 'ADMIN', 'PROVIDER')),
  actor_id    uuid,
  detail      jsonb not null,
  trace_id    text,
  at          timestamptz(3) not null
);
create index refund_history_refund on refund_history (refund_id, at);

-- Verified notices as they came, kept for disputes; the provider's id makes their repetition harmless.
create table notifications (
  id            text primary key,
  event_type    text not null,
  out_trade_no  text,
  out_refund_no text,
  outcome       text not null,
  headers       jsonb not null,
  body          text not null,
  received_at   timestamptz(3) not null
);
create index notifications_received on notifications (received_at);
create index notifications_trade on notifications (out_trade_no);

-- Every row is something that must not be (reliability.md M1-M3, M6). Empty is good.
create view payment_audit as
  select 'M1 paid amount differs from the payment'::text as finding, p.id as payment_id, p.order_id,
         jsonb_build_object('amountFen', p.amount_fen, 'paidFen', p.paid_fen) as detail
  from payments p
  where p.status in ('SUCCEEDED', 'PARTIAL_REFUNDED', 'LATE_PAID') and p.paid_fen <> p.amount_fen
union all
  select 'M1 paid without a successful attempt', p.id, p.order_id, jsonb_build_object('status', p.status)
  from payments p
  where p.status in ('SUCCEEDED', 'PARTIAL_REFUNDED', 'LATE_PAID')
    and not exists (select 1 from attempts a where a.id = p.attempt_id and a.status = 'SUCCESS')
union all
  select 'M1 a second successful attempt is not being refunded', p.id, p.order_id,
         jsonb_build_object('outTradeNo', a.out_trade_no, 'paidFen', a.paid_fen)
  from payments p join attempts a on a.payment_id = p.id
  where a.status = 'SUCCESS' and a.id is distinct from p.attempt_id and p.status <> 'QUARANTINED'
    and not exists (select 1 from refunds r where r.attempt_id = a.id and r.kind = 'DUPLICATE'
                      and r.amount_fen = a.paid_fen)
union all
  select 'M3 refunds exceed the payment', p.id, p.order_id,
         jsonb_build_object('paidFen', p.paid_fen, 'refundsFen', sum(r.amount_fen))
  from payments p join refunds r on r.payment_id = p.id
  where r.kind <> 'DUPLICATE' and (r.reserved or r.status = 'SUCCESS')
  group by p.id having sum(r.amount_fen) > p.paid_fen
union all
  select 'M3 sums of refunds differ from their rows', p.id, p.order_id,
         jsonb_build_object('refundingFen', p.refunding_fen, 'reservedFen', coalesce(sum(r.amount_fen)
           filter (where r.reserved), 0), 'refundedFen', p.refunded_fen, 'succeededFen',
           coalesce(sum(r.amount_fen) filter (where r.status = 'SUCCESS'), 0))
  from payments p left join refunds r on r.payment_id = p.id and r.kind <> 'DUPLICATE'
  group by p.id
  having p.refunding_fen <> coalesce(sum(r.amount_fen) filter (where r.reserved), 0)
      or p.refunded_fen <> coalesce(sum(r.amount_fen) filter (where r.status = 'SUCCESS'), 0)
union all
  select 'M6 late money without its refund', p.id, p.order_id, jsonb_build_object('paidFen', p.paid_fen)
  from payments p
  where p.status = 'LATE_PAID'
    and not exists (select 1 from refunds r where r.payment_id = p.id and r.kind = 'LATE_PAID'
                      and r.amount_fen = p.paid_fen)
union all
  select 'closed with an attempt that may still be paid', p.id, p.order_id,
         jsonb_build_object('outTradeNo', a.out_trade_no, 'status', a.status)
  from payments p join attempts a on a.payment_id = p.id
  where p.status = 'CLOSED' and a.status in ('CREATED', 'PREPAY', 'UNKNOWN', 'CLOSING');
