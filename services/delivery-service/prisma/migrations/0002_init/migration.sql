-- Coordinates are GCJ-02 as WeChat's map gives them; nothing here converts them.
create table communities (
  id                      uuid primary key,
  name                    text not null,
  pinyin                  text not null,
  pinyin_initials         text not null,
  province                text not null,
  city                    text not null,
  district                text not null,
  adcode                  text not null,
  address                 text not null,
  lng                     double precision not null check (lng between -180 and 180),
  lat                     double precision not null check (lat between -90 and 90),
  fence                   jsonb, -- [[lng, lat], …], the ring is not closed
  radius_m                integer check (radius_m > 0),
  -- The box around fence or radius: what an index can answer before the exact test.
  min_lng                 double precision not null,
  max_lng                 double precision not null,
  min_lat                 double precision not null,
  max_lat                 double precision not null,
  status                  text not null check (status in ('PREPARING', 'OPEN', 'PAUSED', 'CLOSED', 'MERGED')),
  warehouse_id            uuid not null,
  leader_id               uuid,
  delivery_modes          text[] not null
    check (delivery_modes <@ array['SELF_PICKUP', 'COMMUNITY_DROP', 'HOME', 'EXPRESS']),
  default_pickup_point_id uuid,
  merged_into             uuid references communities (id),
  version                 integer not null default 1,
  created_at              timestamptz(3) not null,
  updated_at              timestamptz(3) not null,
  check (fence is not null or radius_m is not null),
  check ((status = 'MERGED') = (merged_into is not null)),
  unique (city, district, name)
);
create index communities_box on communities (min_lng, max_lng, min_lat, max_lat);

create table pickup_points (
  id              uuid primary key,
  community_id    uuid not null references communities (id),
  merchant_id     uuid, -- who runs the place; null: the platform
  name            text not null,
  type            text not null check (type in ('STORE', 'HOME', 'STATION', 'PROPERTY')),
  address         text not null,
  lng             double precision not null check (lng between -180 and 180),
  lat             double precision not null check (lat between -90 and 90),
  contact_name    text not null,
  contact_phone   text not null,
  hours           jsonb not null, -- ISO weekday → [{from, to}], Asia/Shanghai
  daily_capacity  integer not null check (daily_capacity > 0),
  cold_storage    boolean not null,
  leader_id       uuid,
  status          text not null check (status in ('OPEN', 'PAUSED', 'CLOSED')),
  version         integer not null default 1,
  created_at      timestamptz(3) not null,
  updated_at      timestamptz(3) not null,
  unique (community_id, name)
);
alter table communities add foreign key (default_pickup_point_id) references pickup_points (id);

-- Days that differ from the week; no hours = closed that day.
create table pickup_point_days (
  pickup_point_id uuid not null references pickup_points (id),
  day             date not null,
  hours           jsonb not null,
  note            text not null,
  primary key (pickup_point_id, day)
);

create table pickup_point_closures (
  id              uuid primary key,
  pickup_point_id uuid not null references pickup_points (id),
  starts_at       timestamptz(3) not null,
  ends_at         timestamptz(3) not null,
  reason          text not null,
  actor_id        uuid not null,
  created_at      timestamptz(3) not null,
  check (ends_at > starts_at)
);
create index pickup_point_closures_point on pickup_point_closures (pickup_point_id, ends_at);

-- Who works there, for people. What they may do is user-service's StaffScope alone.
create table pickup_point_staff (
  pickup_point_id uuid not null references pickup_points (id),
  staff_id        uuid not null,
  name            text not null,
  primary key (pickup_point_id, staff_id)
);

create table slot_templates (
  id               uuid primary key,
  community_id     uuid not null references communities (id),
  mode             text not null check (mode in ('SELF_PICKUP', 'COMMUNITY_DROP', 'HOME', 'EXPRESS')),
  pickup_point_id  uuid references pickup_points (id), -- null: every point of the community
  weekdays         integer[] not null check (weekdays <@ array[1, 2, 3, 4, 5, 6, 7] and cardinality(weekdays) > 0),
  start_time       text not null check (start_time ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  end_time         text not null check (end_time ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  capacity         integer not null check (capacity > 0),
  cut_off_minutes  integer not null check (cut_off_minutes >= 0),
  min_lead_minutes integer not null check (min_lead_minutes >= 0),
  surcharge_fen    integer not null check (surcharge_fen >= 0),
  enabled          boolean not null,
  version          integer not null default 1,
  created_at       timestamptz(3) not null,
  updated_at       timestamptz(3) not null,
  check (end_time > start_time)
);
create index slot_templates_community on slot_templates (community_id, mode);

create table slot_exceptions (
  id           uuid primary key,
  day          date not null,
  community_id uuid references communities (id), -- null: everywhere
  mode         text check (mode in ('SELF_PICKUP', 'COMMUNITY_DROP', 'HOME', 'EXPRESS')), -- null: every mode
  kind         text not null check (kind in ('CLOSED', 'OVERRIDE')),
  capacity     integer check (capacity > 0),
  surcharge_fen integer check (surcharge_fen >= 0),
  note         text not null,
  version      integer not null default 1,
  created_at   timestamptz(3) not null,
  updated_at   timestamptz(3) not null,
  unique nulls not distinct (day, community_id, mode),
  check ((kind = 'OVERRIDE') = (capacity is not null or surcharge_fen is not null))
);

create table slots (
  id              uuid primary key,
  template_id     uuid not null references slot_templates (id),
  community_id    uuid not null references communities (id),
  mode            text not null,
  pickup_point_id uuid references pickup_points (id),
  day             date not null,
  starts_at       timestamptz(3) not null,
  ends_at         timestamptz(3) not null,
  cutoff_at       timestamptz(3) not null,
  capacity        integer not null,
  reserved        integer not null default 0,
  surcharge_fen   integer not null check (surcharge_fen >= 0),
  status          text not null check (status in ('OPEN', 'CLOSED')),
  note            text not null default '',
  edited          boolean not null default false, -- by a person: the generator leaves it alone
  version         integer not null default 1,
  created_at      timestamptz(3) not null,
  updated_at      timestamptz(3) not null,
  unique (template_id, day),
  check (reserved between 0 and capacity), -- D04: the last place is sold once
  check (ends_at > starts_at and cutoff_at <= starts_at)
);
create index slots_offer on slots (community_id, mode, day, starts_at);

-- Parcels of a point and a day against its daily capacity (D02).
create table pickup_point_loads (
  pickup_point_id uuid not null references pickup_points (id),
  day             date not null,
  reserved        integer not null check (reserved >= 0),
  primary key (pickup_point_id, day)
);

create table slot_reservations (
  order_id        uuid primary key, -- D04: UNIQUE(order_id)
  user_id         uuid not null,
  slot_id         uuid references slots (id), -- null: a tombstone, or a slot nobody knows
  pickup_point_id uuid references pickup_points (id),
  status          text not null check (status in ('RESERVED', 'COMMITTED', 'RELEASED', 'REFUSED', 'BURIED')),
  refusal         text,
  version         integer not null default 1,
  checked_at      timestamptz(3) not null,
  created_at      timestamptz(3) not null,
  updated_at      timestamptz(3) not null,
  check (status not in ('RESERVED', 'COMMITTED') or slot_id is not null),
  check ((status = 'REFUSED') = (refusal is not null))
);
create index slot_reservations_open on slot_reservations (checked_at) where status = 'RESERVED';
create index slot_reservations_slot on slot_reservations (slot_id);

create table slot_reservation_history (
  id          uuid primary key,
  order_id    uuid not null,
  from_status text,
  event       text not null,
  to_status   text not null,
  actor_type  text not null,
  trace_id    text,
  at          timestamptz(3) not null
);
create index slot_reservation_history_order on slot_reservation_history (order_id);

create table fee_rules (
  id                 uuid primary key,
  name               text not null,
  mode               text not null check (mode in ('COMMUNITY_DROP', 'HOME', 'EXPRESS')), -- self-pickup is free
  community_ids      uuid[] not null, -- empty: every community that has no rule of its own
  base_fen           integer not null check (base_fen >= 0),
  distance_tiers     jsonb not null, -- [{upToMeters, feeFen}], rising
  weight_tiers       jsonb not null, -- [{upToGrams, feeFen}], rising
  free_threshold_fen integer check (free_threshold_fen >= 0),
  min_order_fen      integer not null check (min_order_fen >= 0),
  enabled            boolean not null,
  version            integer not null default 1,
  created_at         timestamptz(3) not null,
  updated_at         timestamptz(3) not null
);
create index fee_rules_mode on fee_rules (mode);

-- What a quoted rule version said at that time.
create table fee_rule_versions (
  rule_id    uuid not null references fee_rules (id),
  version    integer not null,
  rule       jsonb not null,
  actor_id   uuid,
  created_at timestamptz(3) not null,
  primary key (rule_id, version)
);

create table deliveries (
  id                uuid primary key,
  order_id          uuid not null unique, -- D07: one per order
  order_no          text not null,
  user_id           uuid not null,
  merchant_id       uuid not null,
  mode              text not null check (mode in ('SELF_PICKUP', 'COMMUNITY_DROP', 'HOME', 'EXPRESS')),
  status            text not null check (status in ('PENDING', 'SORTING', 'LOADED', 'IN_TRANSIT', 'ARRIVED', 'READY',
                      'PARTIAL', 'VERIFIED', 'DELIVERED', 'EXCEPTION', 'CANCELLED')),
  title             text not null,
  item_count        integer not null check (item_count > 0),
  warehouse_id      uuid not null,
  community_id      uuid not null,
  pickup_point_id   uuid references pickup_points (id),
  pickup_point_name text,
  slot_id           uuid,
  batch_id          uuid,
  storage_type      text not null check (storage_type in ('AMBIENT', 'CHILLED', 'FROZEN')),
  weight_g          bigint not null check (weight_g >= 0),
  volume_cm3        bigint not null check (volume_cm3 >= 0),
  courier_id        uuid,
  courier_name      text,
  express_company   text,
  waybill_no        text,
  -- Blind index of the recipient's last four digits; null until order-service was asked.
  phone_tail_index  text,
  recipient_state   text not null check (recipient_state in ('WANTED', 'KNOWN', 'NONE')),
  dispatched_at     timestamptz(3),
  arrived_at        timestamptz(3),
  ready_at          timestamptz(3),
  pickup_deadline   timestamptz(3),
  completed_at      timestamptz(3),
  version           integer not null default 1,
  created_at        timestamptz(3) not null,
  updated_at        timestamptz(3) not null,
  check (mode in ('HOME', 'EXPRESS') or pickup_point_id is not null)
);
create index deliveries_merchant on deliveries (merchant_id, id desc);
create index deliveries_point_open on deliveries (pickup_point_id, status)
  where status not in ('VERIFIED', 'DELIVERED', 'CANCELLED');
create index deliveries_tail on deliveries (pickup_point_id, phone_tail_index) where status in ('READY', 'PARTIAL');
create index deliveries_recipient_wanted on deliveries (created_at) where recipient_state = 'WANTED';

create table delivery_lines (
  id            uuid primary key, -- the order line's
  delivery_id   uuid not null references deliveries (id),
  position      integer not null,
  sku_id        uuid not null,
  product_name  text not null,
  spec_text     text not null,
  image_url     text not null,
  storage_type  text not null,
  qty           integer not null check (qty > 0),
  picked_qty    integer not null default 0 check (picked_qty >= 0),
  held_qty      integer not null default 0 check (held_qty >= 0),
  cancelled_qty integer not null default 0 check (cancelled_qty >= 0),
  check (picked_qty + held_qty + cancelled_qty <= qty) -- D14: nothing is handed out twice, or while it is held
);
create index delivery_lines_delivery on delivery_lines (delivery_id);

create table delivery_history (
  id          uuid primary key,
  delivery_id uuid not null references deliveries (id),
  from_status text,
  event       text not null,
  to_status   text not null,
  actor_type  text not null,
  actor_id    uuid,
  actor_name  text,
  detail      jsonb not null default '{}',
  trace_id    text,
  at          timestamptz(3) not null
);
create index delivery_history_delivery on delivery_history (delivery_id, at);

-- One row per after-sale and line: every undo is done once, whatever comes first or twice (product.md §9.6).
create table delivery_holds (
  aftersale_id uuid not null,
  line_id      uuid not null,
  order_id     uuid not null,
  asked_qty    integer not null check (asked_qty > 0),
  qty          integer not null check (qty between 0 and asked_qty), -- what was there to hold
  status       text not null check (status in ('HELD', 'CANCELLED')),
  created_at   timestamptz(3) not null,
  updated_at   timestamptz(3) not null,
  primary key (aftersale_id, line_id)
);
create index delivery_holds_order on delivery_holds (order_id);

create table pickup_codes (
  delivery_id     uuid primary key references deliveries (id),
  pickup_point_id uuid not null references pickup_points (id),
  code            text not null check (code ~ '^[2-9A-HJ-NP-Z]{6,8}$'),
  live            boolean not null,
  created_at      timestamptz(3) not null
);
create unique index pickup_codes_live on pickup_codes (pickup_point_id, code) where live;

-- Attempts of a window: charged before the look-up, given back when the code was right.
create table code_attempts (
  id              uuid primary key,
  staff_id        uuid not null,
  pickup_point_id uuid not null,
  at              timestamptz(3) not null
);
create index code_attempts_staff on code_attempts (staff_id, at);
create index code_attempts_point on code_attempts (pickup_point_id, at);

create table verifications (
  id                uuid primary key,
  delivery_id       uuid not null references deliveries (id),
  order_id          uuid not null,
  order_no          text not null,
  merchant_id       uuid not null,
  pickup_point_id   uuid not null references pickup_points (id),
  operator_id       uuid not null,
  operator_name     text not null,
  method            text not null check (method in ('CODE', 'QR', 'PHONE_TAIL')),
  complete          boolean not null,
  idempotency_key   text not null,
  request_hash      text not null,
  created_at        timestamptz(3) not null,
  unique (operator_id, idempotency_key)
);
create index verifications_desk on verifications (merchant_id, id desc);
create unique index verifications_complete on verifications (delivery_id) where complete; -- a code is redeemed once

create table verification_lines (
  verification_id uuid not null references verifications (id),
  line_id         uuid not null references delivery_lines (id),
  sku_id          uuid not null,
  product_name    text not null,
  qty             integer not null check (qty > 0),
  remaining_qty   integer not null check (remaining_qty >= 0),
  primary key (verification_id, line_id)
);

create table receipts (
  id              uuid primary key,
  merchant_id     uuid not null,
  pickup_point_id uuid not null references pickup_points (id),
  operator_id     uuid not null,
  operator_name   text not null,
  order_ids       uuid[] not null,
  idempotency_key text not null,
  request_hash    text not null,
  created_at      timestamptz(3) not null,
  unique (operator_id, idempotency_key)
);

-- What `npm run audit` expects to be empty.
create view delivery_audit as
select 'slot.reserved' as rule, slot.id as subject, slot.reserved as is_now, count(held.order_id)::integer as should_be
from slots slot
left join slot_reservations held on held.slot_id = slot.id and held.status in ('RESERVED', 'COMMITTED')
group by slot.id having slot.reserved <> count(held.order_id)
union all
select 'point.load', load.pickup_point_id, load.reserved, count(held.order_id)::integer
from pickup_point_loads load
left join (slot_reservations held join slots slot on slot.id = held.slot_id)
  on held.pickup_point_id = load.pickup_point_id and slot.day = load.day and held.status in ('RESERVED', 'COMMITTED')
group by load.pickup_point_id, load.day, load.reserved having load.reserved <> count(held.order_id)
union all
select 'delivery.one-per-order', order_id, count(*)::integer, 1 from deliveries group by order_id having count(*) > 1
union all
select 'delivery.items', task.id, sum(line.qty)::integer, task.item_count
from deliveries task join delivery_lines line on line.delivery_id = task.id
group by task.id having sum(line.qty) <> task.item_count
union all
select 'line.picked', line.id, line.picked_qty, coalesce(sum(given.qty), 0)::integer
from delivery_lines line left join verification_lines given on given.line_id = line.id
group by line.id having line.picked_qty <> coalesce(sum(given.qty), 0)
union all
select 'line.held', line.id, line.held_qty, coalesce(sum(hold.qty), 0)::integer
from delivery_lines line left join delivery_holds hold on hold.line_id = line.id and hold.status = 'HELD'
group by line.id having line.held_qty <> coalesce(sum(hold.qty), 0)
union all
select 'code.redeemed-once', delivery_id, count(*)::integer, 1
from verifications where complete group by delivery_id having count(*) > 1
union all
select 'code.live', task.id, code.live::integer, (task.status not in ('VERIFIED', 'DELIVERED', 'CANCELLED'))::integer
from deliveries task join pickup_codes code on code.delivery_id = task.id
where code.live <> (task.status not in ('VERIFIED', 'DELIVERED', 'CANCELLED'));
