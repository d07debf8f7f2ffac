create table warehouses (
  id            uuid primary key,
  code          text not null unique,
  name          text not null,
  city          text not null,
  address       text not null,
  contact_phone text not null,
  enabled       boolean not null,
  version       integer not null,
  created_at    timestamptz(3) not null,
  updated_at    timestamptz(3) not null
);

-- Which warehouses serve a community, the first choice first.
create table warehouse_regions (
  community_id uuid not null,
  priority     integer not null check (priority >= 1),
  warehouse_id uuid not null references warehouses (id),
  primary key (community_id, priority),
  unique (community_id, warehouse_id)
);
create index warehouse_regions_warehouse on warehouse_regions (warehouse_id);

create table categories (
  id         uuid primary key,
  parent_id  uuid references categories (id),
  path       text not null unique, -- ids from the root to this one, joined by '/'
  level      integer not null check (level between 1 and 3),
  name       text not null check (name <> ''),
  icon       text,
  sort       integer not null,
  hidden     boolean not null,
  version    integer not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  unique nulls not distinct (parent_id, name),
  check ((parent_id is null) = (level = 1))
);

-- Chinese has no spaces: words are found by their pairs of characters. A query of one character looks for that one.
create function search_runs(words text) returns setof text
  language sql immutable parallel safe as $$
  select run[1] from regexp_matches(lower(normalize(words, NFKC)), '[a-z0-9]+|[\u3400-\u9fff]+', 'g') as run
$$;
create function search_terms_of(words text) returns text[]
  language sql immutable parallel safe as $$
  select coalesce(array_agg(distinct substr(run, first, size)), '{}')
  from search_runs(words) as run, generate_series(1, 2) as size, generate_series(1, length(run) - size + 1) as first
$$;
create function search_query_of(words text) returns text[]
  language sql immutable parallel safe as $$
  select coalesce(array_agg(distinct substr(run, first, least(2, length(run)))), '{}')
  from search_runs(words) as run, generate_series(1, greatest(1, length(run) - 1)) as first
$$;

create table products (
  id               uuid primary key,
  merchant_id      uuid not null,
  category_id      uuid not null references categories (id),
  name             text not null check (name <> ''),
  subtitle         text not null,
  origin           text not null,
  storage_type     text not null check (storage_type in ('AMBIENT', 'CHILLED', 'FROZEN')),
  shelf_life_hours integer not null check (shelf_life_hours >= 0),
  fresh            boolean not null,
  allergens        text[] not null,
  unit             text not null,
  delivery_modes   text[] not null check (cardinality(delivery_modes) > 0
                     and delivery_modes <@ array['SELF_PICKUP', 'COMMUNITY_DROP', 'HOME', 'EXPRESS']),
  images           text[] not null,
  video            text,
  detail_html      text not null,
  tags             text[] not null,
  status           text not null check (status in ('DRAFT', 'PENDING_REVIEW', 'ON_SALE', 'OFF_SALE', 'RECYCLED')),
  on_sale_at       timestamptz(3), -- a job puts it on sale then
  off_sale_at      timestamptz(3), -- a job takes it off then
  sort             integer not null,
  sales_7d         integer not null check (sales_7d >= 0),
  sales_total      integer not null check (sales_total >= 0),
  min_price_fen    integer not null check (min_price_fen >= 0),
  max_price_fen    integer not null check (max_price_fen >= min_price_fen),
  search_terms     text[] not null, -- bigrams of what people search in
  published_at     timestamptz(3),
  version          integer not null,
  created_at       timestamptz(3) not null,
  updated_at       timestamptz(3) not null,
  check (on_sale_at is null or status in ('OFF_SALE', 'PENDING_REVIEW', 'DRAFT')),
  check (off_sale_at is null or on_sale_at is null or off_sale_at > on_sale_at)
);
create index products_merchant on products (merchant_id, status);
create index products_category on products (category_id);
create index products_search on products using gin (search_terms);
create index products_on_sale_due on products (on_sale_at);
create index products_off_sale_due on products (off_sale_at);

create table product_history (
  id          bigint generated always as identity primary key,
  product_id  uuid not null references products (id),
  from_status text,
  event       text not null,
  to_status   text not null,
  actor_type  text not null check (actor_type in ('SYSTEM', 'STAFF', 'ADMIN')),
  actor_id    uuid,
  reason      text not null,
  at          timestamptz(3) not null
);
create index product_history_product on product_history (product_id, id);

-- An order refers to a SKU for ever: a removed one is disabled and keeps its id.
create table skus (
  id               uuid primary key,
  product_id       uuid not null references products (id),
  code             text not null unique,
  specs            jsonb not null,
  spec_text        text not null,
  spec_hash        text not null,
  price_fen        integer not null check (price_fen >= 0),
  market_price_fen integer not null check (market_price_fen >= 0),
  cost_fen         integer not null check (cost_fen >= 0),
  net_weight_g     integer not null check (net_weight_g >= 0),
  volume_cm3       integer not null check (volume_cm3 >= 0),
  image            text,
  stock_factor     integer not null check (stock_factor >= 1), -- units of stock in one unit sold
  limit_per_order  integer check (limit_per_order >= 1),
  limit_per_day    integer check (limit_per_day >= 1),
  sort             integer not null,
  enabled          boolean not null,
  price_version    integer not null,
  version          integer not null,
  created_at       timestamptz(3) not null,
  updated_at       timestamptz(3) not null,
  unique (product_id, spec_hash)
);

create table price_changes (
  id         bigint generated always as identity primary key,
  sku_id     uuid not null references skus (id),
  old_fen    integer not null check (old_fen >= 0),
  new_fen    integer not null check (new_fen >= 0),
  actor_type text not null check (actor_type in ('SYSTEM', 'STAFF', 'ADMIN')),
  actor_id   uuid,
  at         timestamptz(3) not null
);
create index price_changes_sku on price_changes (sku_id, id);

-- available = on_hand - reserved. Half-filled pages keep the updates of a hot row on its page (HOT).
create table inventories (
  sku_id       uuid not null references skus (id),
  warehouse_id uuid not null references warehouses (id),
  on_hand      integer not null,
  reserved     integer not null,
  low_stock    integer not null check (low_stock >= 0),
  low_alerted  boolean not null,
  updated_at   timestamptz(3) not null,
  primary key (sku_id, warehouse_id),
  check (reserved >= 0),
  check (on_hand >= reserved)
) with (fillfactor = 50);
create index inventories_warehouse on inventories (warehouse_id);

-- Alert once per crossing: on at the threshold, off again only when a fifth above it.
create function low_alert(alerted boolean, available integer, threshold integer) returns boolean
  language sql immutable parallel safe as $$
  select case when available <= threshold then true
              when available >= threshold + greatest(1, threshold / 5) then false
              else alerted end
$$;

-- Append-only: every change of a level with what it was before and after. No foreign keys from here on into skus:
-- their row locks would make every buyer of a hot SKU write to its row.
create table stock_movements (
  id              bigint generated always as identity primary key,
  sku_id          uuid not null,
  warehouse_id    uuid not null,
  type            text not null check (type in ('INBOUND', 'LOSS', 'CORRECTION', 'RESERVE', 'RELEASE', 'COMMIT',
                    'RESTOCK', 'WRITE_OFF')),
  on_hand_before  integer not null,
  on_hand_after   integer not null check (on_hand_after >= 0),
  reserved_before integer not null,
  reserved_after  integer not null check (reserved_after >= 0),
  qty             integer not null check (qty >= 0),
  ref_type        text not null check (ref_type in ('ORDER', 'AFTERSALE', 'ADJUSTMENT', 'OPENING')),
  ref_id          text not null,
  actor_type      text not null check (actor_type in ('SYSTEM', 'STAFF', 'ADMIN')),
  actor_id        uuid,
  reason          text not null,
  at              timestamptz(3) not null
);
create index stock_movements_level on stock_movements (sku_id, warehouse_id, id);
create index stock_movements_ref on stock_movements (ref_id);
create index stock_movements_at on stock_movements (at);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'table % is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create trigger stock_movements_append_only before update or delete on stock_movements
  for each row execute function refuse_change();

create table stock_adjustments (
  id              uuid primary key,
  sku_id          uuid not null references skus (id),
  warehouse_id    uuid not null references warehouses (id),
  type            text not null check (type in ('INBOUND', 'LOSS', 'CORRECTION')),
  delta           integer not null check (delta <> 0),
  on_hand_after   integer not null check (on_hand_after >= 0),
  reason          text not null check (reason <> ''),
  actor_type      text not null check (actor_type in ('STAFF', 'ADMIN')),
  actor_id        uuid not null,
  idempotency_key text not null,
  request_hash    text not null,
  at              timestamptz(3) not null,
  unique (actor_id, idempotency_key)
);

-- One row per order that was ever heard of. REJECTED is also the tombstone of a release that came first.
create table reservations (
  order_id       uuid primary key,
  user_id        uuid not null,
  warehouse_id   uuid,
  status         text not null check (status in ('RESERVED', 'COMMITTED', 'FULFILLED', 'RELEASED', 'RESTOCKED',
                   'WRITTEN_OFF', 'REJECTED')),
  day            date not null, -- business day on which purchase limits count it
  refusal        jsonb,         -- the answer to give again
  version        integer not null,
  checked_at     timestamptz(3) not null, -- when the sweeper last asked about it
  created_at     timestamptz(3) not null,
  updated_at     timestamptz(3) not null,
  check (warehouse_id is not null or status = 'REJECTED')
);
create index reservations_live on reservations (checked_at) where status in ('RESERVED', 'COMMITTED');
create index reservations_created on reservations (created_at);

create table reservation_lines (
  order_id        uuid not null references reservations (order_id),
  sku_id          uuid not null,
  product_id      uuid not null,
  qty             integer not null check (qty > 0),       -- units sold
  stock_qty       integer not null check (stock_qty > 0), -- units of stock
  restocked_qty   integer not null check (restocked_qty >= 0),
  written_off_qty integer not null check (written_off_qty >= 0),
  counted         boolean not null, -- a daily limit counted it
  primary key (order_id, sku_id),
  check (restocked_qty + written_off_qty <= qty)
);

create table reservation_history (
  id          bigint generated always as identity primary key,
  order_id    uuid not null,
  from_status text,
  event       text not null,
  to_status   text not null,
  actor_type  text not null check (actor_type in ('SYSTEM', 'STAFF', 'ADMIN')),
  actor_id    uuid,
  at          timestamptz(3) not null
);
create index reservation_history_order on reservation_history (order_id, id);

-- The goods side of an after-sale line happens once, whatever is delivered twice.
create table restocks (
  aftersale_id uuid not null,
  line_id      uuid not null,
  order_id     uuid not null,
  sku_id       uuid not null,
  qty          integer not null check (qty >= 0), -- clamped to what was sold and not yet undone
  restock      boolean not null,
  at           timestamptz(3) not null,
  primary key (aftersale_id, line_id)
);
create index restocks_order on restocks (order_id);

create table purchase_counters (
  user_id uuid not null,
  sku_id  uuid not null,
  day     date not null,
  qty     integer not null check (qty >= 0),
  primary key (user_id, sku_id, day)
);

-- Net sales per business day, counted from the ledger; a day on which more came back than went out is negative.
create table product_sales (
  product_id uuid not null references products (id),
  day        date not null,
  qty        integer not null,
  primary key (product_id, day)
);

create table recommendation_slots (
  id           uuid primary key,
  slot         text not null check (slot in ('home_hot', 'home_recommend', 'group')),
  product_id   uuid not null references products (id),
  community_id uuid, -- null: everywhere
  position     integer not null check (position >= 1),
  starts_at    timestamptz(3),
  ends_at      timestamptz(3),
  enabled      boolean not null,
  version      integer not null,
  created_at   timestamptz(3) not null,
  updated_at   timestamptz(3) not null,
  unique nulls not distinct (slot, product_id, community_id),
  check (ends_at is null or starts_at is null or ends_at > starts_at)
);
create index recommendation_slots_product on recommendation_slots (product_id);

create table search_words (
  word         text not null,
  day          date not null,
  searches     integer not null check (searches >= 0),
  zero_results integer not null check (zero_results >= 0),
  last_at      timestamptz(3) not null,
  primary key (word, day)
);
create index search_words_day on search_words (day);

create table search_histories (
  user_id uuid not null,
  word    text not null,
  at      timestamptz(3) not null,
  primary key (user_id, word)
);
create index search_histories_recent on search_histories (user_id, at desc);

create table hot_words (
  word       text primary key,
  position   integer not null,
  created_at timestamptz(3) not null
);

create table uploads (
  id           uuid primary key,
  object_key   text not null unique,
  merchant_id  uuid, -- null: the platform's own
  actor_id     uuid not null,
  content_type text not null,
  size_bytes   integer not null check (size_bytes > 0),
  status       text not null check (status in ('PENDING', 'VERIFIED', 'REFUSED')),
  refusal      text,
  created_at   timestamptz(3) not null,
  verified_at  timestamptz(3),
  check ((status = 'VERIFIED') = (verified_at is not null))
);
create index uploads_created on uploads (created_at);

-- P10: Σ movements = level, Σ open reservations = reserved. Lists the differences; empty when the books are right.
create view stock_audit as
with moved as (
  select sku_id, warehouse_id, sum(on_hand_after - on_hand_before) as on_hand,
         sum(reserved_after - reserved_before) as reserved
  from stock_movements group by sku_id, warehouse_id
), held as (
  select line.sku_id, reservation.warehouse_id, sum(line.stock_qty) as reserved
  from reservations reservation join reservation_lines line using (order_id)
  where reservation.status = 'RESERVED' group by line.sku_id, reservation.warehouse_id
)
select level.sku_id, level.warehouse_id, level.on_hand, coalesce(moved.on_hand, 0) as ledger_on_hand,
       level.reserved, coalesce(moved.reserved, 0) as ledger_reserved, coalesce(held.reserved, 0) as held_reserved
from inventories level
left join moved using (sku_id, warehouse_id)
left join held using (sku_id, warehouse_id)
where level.on_hand <> coalesce(moved.on_hand, 0) or level.reserved <> coalesce(moved.reserved, 0)
   or level.reserved <> coalesce(held.reserved, 0);
