create table cart_items (
  id            uuid primary key,
  user_id       uuid not null,
  merchant_id   uuid not null,
  product_id    uuid not null,
  sku_id        uuid not null,
  qty           integer not null check (qty between 1 and 999),
  selected      boolean not null default true,
  price_fen     integer not null check (price_fen >= 0), -- when it was put in: for the price-changed badge
  created_at    timestamptz(3) not null,
  updated_at    timestamptz(3) not null,
  unique (user_id, sku_id)
);

-- Look-ups by id carry the month: an order's id is a UUIDv7 made at its created_at, to the millisecond.
create table orders (
  id                  uuid not null,
  created_at          timestamptz(3) not null,
  order_no            text not null,
  user_id             uuid not null,
  merchant_id         uuid not null,
  type                text not null check (type in ('NORMAL', 'GROUP', 'FLASH', 'POINTS_EXCHANGE', 'PRESALE')),
  status              text not null check (status in ('CREATED', 'PENDING_PAYMENT', 'GROUPING', 'PREPARING',
                        'DELIVERING', 'READY_FOR_PICKUP', 'COMPLETED', 'CLOSED')),
  payment_status      text not null check (payment_status in ('UNPAID', 'PAID', 'PARTIAL_REFUNDED', 'REFUNDED')),
  refund_status       text not null check (refund_status in ('NONE', 'IN_PROGRESS', 'PARTIAL', 'FULL')),
  closing             boolean not null,
  close_reason        text,
  close_detail        text,
  community_id        uuid not null,
  warehouse_id        uuid not null,
  mode                text not null check (mode in ('SELF_PICKUP', 'COMMUNITY_DROP', 'HOME', 'EXPRESS')),
  pickup_point_id     uuid,
  slot_id             uuid,
  coupon_id           uuid,
  payment_id          uuid,
  goods_fen           integer not null check (goods_fen >= 0),
  discount_fen        integer not null check (discount_fen >= 0),
  coupon_discount_fen integer not null check (coupon_discount_fen >= 0),
  points              integer not null check (points >= 0),
  points_discount_fen integer not null check (points_discount_fen >= 0),
  fee_fen             integer not null check (fee_fen >= 0),
  fee_discount_fen    integer not null check (fee_discount_fen >= 0),
  payable_fen         integer not null check (payable_fen >= 0),
  paid_fen            integer not null check (paid_fen >= 0 and paid_fen <= payable_fen),
  refunded_fen        integer not null check (refunded_fen >= 0 and refunded_fen <= paid_fen),
  weight_g            integer not null check (weight_g >= 0),
  volume_cm3          integer not null check (volume_cm3 >= 0),
  item_count          integer not null check (item_count > 0),
  title               text not null,
  snapshot            jsonb not null, -- names and rule versions as they were; never joined on
  recipient_sealed    text,           -- name, phone, address: AES-256-GCM
  remark              text not null,
  merchant_remark     text not null,
  admin_remark        text not null,
  from_cart           boolean not null,
  expire_at           timestamptz(3) not null,
  closing_at          timestamptz(3),
  confirmed_at        timestamptz(3),
  paid_at             timestamptz(3),
  accepted_at         timestamptz(3),
  dispatched_at       timestamptz(3),
  ready_at            timestamptz(3),
  delivered_at        timestamptz(3),
  completed_at        timestamptz(3),
  closed_at           timestamptz(3),
  aftersale_until     timestamptz(3),
  settled_at          timestamptz(3),
  hidden_at           timestamptz(3),
  version             integer not null,
  primary key (id, created_at),
  check (payable_fen = goods_fen - discount_fen - coupon_discount_fen - points_discount_fen + fee_fen),
  check ((status = 'CLOSED' or closing) = (close_reason is not null)),
  check (payment_status <> 'UNPAID' or paid_fen = 0)
) partition by range (created_at);

create index orders_user on orders (user_id, created_at desc);
create index orders_merchant on orders (merchant_id, created_at desc);
create index orders_running on orders (created_at) where status = 'CREATED';
create index orders_unpaid on orders (expire_at) where status = 'PENDING_PAYMENT' and not closing;
create index orders_closing on orders (closing_at) where closing;
create index orders_delivered on orders (delivered_at) where status = 'DELIVERING' and delivered_at is not null;
create index orders_unsettled on orders (aftersale_until) where status = 'COMPLETED' and settled_at is null;

create table order_lines (
  id                    uuid not null,
  order_id              uuid not null,
  created_at            timestamptz(3) not null,
  position              integer not null,
  sku_id                uuid not null,
  product_id            uuid not null,
  qty                   integer not null check (qty > 0),
  unit_price_fen        integer not null check (unit_price_fen >= 0),
  activity_discount_fen integer not null check (activity_discount_fen >= 0),
  member_discount_fen   integer not null check (member_discount_fen >= 0),
  full_reduction_fen    integer not null check (full_reduction_fen >= 0),
  coupon_discount_fen   integer not null check (coupon_discount_fen >= 0),
  points_discount_fen   integer not null check (points_discount_fen >= 0),
  payable_fen           integer not null check (payable_fen >= 0),
  points                integer not null check (points >= 0),
  promotion_id          uuid,
  full_reduction_id     uuid,
  weight_g              integer not null check (weight_g >= 0),
  volume_cm3            integer not null check (volume_cm3 >= 0),
  picked_qty            integer not null check (picked_qty >= 0),
  refunded_qty          integer not null check (refunded_qty >= 0),
  refunded_fen          integer not null check (refunded_fen >= 0 and refunded_fen <= payable_fen),
  snapshot              jsonb not null,
  primary key (id, created_at),
  unique (order_id, position, created_at),
  foreign key (order_id, created_at) references orders (id, created_at),
  check (picked_qty + refunded_qty <= qty),
  check (payable_fen = unit_price_fen * qty - activity_discount_fen - member_discount_fen - full_reduction_fen
         - coupon_discount_fen - points_discount_fen)
) partition by range (created_at);

create table order_history (
  id          uuid not null,
  order_id    uuid not null,
  created_at  timestamptz(3) not null, -- the order's, so that both lie in the same month
  from_status text,
  event       text not null,
  to_status   text not null,
  actor_type  text not null check (actor_type in ('SYSTEM', 'USER', 'STAFF', 'ADMIN')),
  actor_id    uuid,
  detail      jsonb not null,
  trace_id    text,
  at          timestamptz(3) not null,
  primary key (id, created_at)
) partition by range (created_at);
create index order_history_order on order_history (order_id, created_at, at);

-- What must be unique over all months.
create table order_keys (
  order_id        uuid primary key,
  created_at      timestamptz(3) not null,
  order_no        text not null unique,
  user_id         uuid not null,
  idempotency_key text not null,
  request_hash    text not null,
  quote_id        uuid not null unique, -- a quote buys once, whatever the key
  unique (user_id, idempotency_key)
);
create sequence order_no_seq;

create table order_sagas (
  order_id   uuid primary key,
  created_at timestamptz(3) not null,
  required   text[] not null,
  done       text[] not null,
  state      text not null check (state in ('RUNNING', 'CONFIRMED', 'CLOSED')),
  updated_at timestamptz(3) not null
);
create index order_sagas_running on order_sagas (created_at) where state = 'RUNNING';

-- Runs as the schema's owner: the service's own role may not create tables.
create function ensure_order_month(month date) returns boolean
  language plpgsql security definer set search_path = "order", pg_temp as $$
declare
  first date := date_trunc('month', month);
  suffix text := to_char(first, 'YYYY_MM');
begin
  if to_regclass(format('orders_%s', suffix)) is not null then
    return false;
  end if;
  perform pg_advisory_xact_lock(hashtext('ensure_order_month'));
  if to_regclass(format('orders_%s', suffix)) is not null then
    return false;
  end if;
  execute format('create table orders_%s partition of orders for values from (%L) to (%L)',
    suffix, first::timestamp at time zone 'UTC', (first + interval '1 month')::timestamp at time zone 'UTC');
  execute format('create table order_lines_%s partition of order_lines for values from (%L) to (%L)',
    suffix, first::timestamp at time zone 'UTC', (first + interval '1 month')::timestamp at time zone 'UTC');
  execute format('create table order_history_%s partition of order_history for values from (%L) to (%L)',
    suffix, first::timestamp at time zone 'UTC', (first + interval '1 month')::timestamp at time zone 'UTC');
  return true;
end $$;

select ensure_order_month((date_trunc('month', now()) + make_interval(months => ahead))::date)
from generate_series(-1, 3) as ahead;
