-- What a coupon promises. Once one is issued the terms stay: each coupon carries its own copy of them.
create table coupon_templates (
  id                uuid primary key,
  name              text not null check (name <> ''),
  description       text not null,
  merchant_id       uuid, -- takes off this merchant's goods only
  funding           text not null check (funding in ('PLATFORM', 'MERCHANT')),
  channel           text not null check (channel in ('CENTRE', 'REGISTER', 'GRANT', 'CODE')),
  audience          text not null check (audience in ('ALL', 'NEW_USER', 'COMMUNITY')),
  audience_ids      uuid[] not null, -- communities, when the audience is one
  terms             jsonb not null,
  validity          jsonb not null,
  claim_from        timestamptz(3),
  claim_until       timestamptz(3),
  total             integer not null check (total > 0),
  issued            integer not null default 0 check (issued >= 0),
  per_user_limit    integer not null check (per_user_limit between 1 and 1000),
  per_day_limit     integer check (per_day_limit between 1 and 1000),
  budget_fen        bigint check (budget_fen >= 0), -- of discounts in orders, locked ones included
  committed_fen     bigint not null default 0 check (committed_fen >= 0),
  status            text not null check (status in ('DRAFT', 'REVIEW', 'ACTIVE', 'PAUSED', 'ENDED')),
  version           integer not null,
  created_by        uuid not null,
  created_at        timestamptz(3) not null,
  updated_at        timestamptz(3) not null,
  check (issued <= total),
  check (budget_fen is null or committed_fen <= budget_fen),
  check (claim_until is null or claim_from is null or claim_from < claim_until),
  check ((funding = 'MERCHANT') <= (merchant_id is not null))
);
create index coupon_templates_listed on coupon_templates (channel, status, id);
create index coupon_templates_merchant on coupon_templates (merchant_id, id);

create table coupon_template_history (
  id          bigint generated always as identity primary key,
  template_id uuid not null references coupon_templates (id),
  from_status text,
  event       text not null,
  to_status   text not null,
  actor_type  text not null,
  actor_id    uuid,
  reason      text not null,
  trace_id    text,
  at          timestamptz(3) not null
);
create index coupon_template_history_template on coupon_template_history (template_id, id);

-- A user's coupon (product.md §6.5). The limits per user and per day are the unique keys.
create table user_coupons (
  id              uuid primary key,
  template_id     uuid not null references coupon_templates (id),
  user_id         uuid not null,
  seq             integer not null check (seq > 0), -- n-th of this template that the user got
  day             date not null,
  day_seq         integer not null check (day_seq > 0), -- n-th of the business day
  source          text not null check (source in
                    ('CLAIM', 'REGISTER', 'ADMIN', 'SEGMENT', 'CODE', 'ORDER_GIFT', 'COMPENSATION', 'EXCHANGE')),
  source_ref      text, -- what it was given for: once
  name            text not null,
  merchant_id     uuid,
  funding         text not null check (funding in ('PLATFORM', 'MERCHANT')),
  terms           jsonb not null,
  valid_from      timestamptz(3) not null,
  valid_until     timestamptz(3) not null,
  status          text not null check (status in ('UNUSED', 'LOCKED', 'USED', 'EXPIRED', 'REVOKED')),
  locked_order_id uuid unique,
  locked_at       timestamptz(3),
  used_at         timestamptz(3),
  discount_fen    integer check (discount_fen >= 0), -- of the order that holds it, fee included
  grace_used      boolean not null default false,
  return_count    integer not null default 0 check (return_count between 0 and 1),
  version         integer not null,
  created_at      timestamptz(3) not null,
  updated_at      timestamptz(3) not null,
  unique (template_id, user_id, seq),
  unique (template_id, user_id, day, day_seq),
  unique (template_id, source, source_ref),
  check (valid_from < valid_until),
  check ((status in ('LOCKED', 'USED')) = (locked_order_id is not null)),
  check ((status = 'USED') = (used_at is not null))
);
create index user_coupons_user on user_coupons (user_id, status, id);
create index user_coupons_expiring on user_coupons (valid_until) where status = 'UNUSED';

create table coupon_history (
  id          bigint generated always as identity primary key,
  coupon_id   uuid not null references user_coupons (id),
  from_status text,
  event       text not null,
  to_status   text not null,
  order_id    uuid,
  actor_type  text not null,
  actor_id    uuid,
  reason      text not null,
  trace_id    text,
  at          timestamptz(3) not null
);
create index coupon_history_coupon on coupon_history (coupon_id, id);

-- One claim per key: the same request again finds the same coupon.
create table coupon_claims (
  user_id         uuid not null,
  idempotency_key text not null,
  request_hash    text not null,
  coupon_id       uuid not null references user_coupons (id),
  created_at      timestamptz(3) not null,
  primary key (user_id, idempotency_key)
);
create index coupon_claims_coupon on coupon_claims (coupon_id);

create table coupon_code_batches (
  id              uuid primary key,
  template_id     uuid not null references coupon_templates (id),
  admin_id        uuid not null,
  idempotency_key text not null,
  request_hash    text not null,
  count           integer not null check (count > 0),
  expires_at      timestamptz(3),
  created_at      timestamptz(3) not null,
  unique (admin_id, idempotency_key)
);
create index coupon_code_batches_template on coupon_code_batches (template_id, id);

-- The code itself is shown once and not stored.
create table coupon_codes (
  code_hash   text primary key,
  batch_id    uuid not null references coupon_code_batches (id),
  redeemed_by uuid,
  redeemed_at timestamptz(3),
  coupon_id   uuid unique references user_coupons (id),
  check ((redeemed_by is null) = (coupon_id is null) and (redeemed_by is null) = (redeemed_at is null))
);
create index coupon_codes_batch on coupon_codes (batch_id);

create table coupon_grants (
  id              uuid primary key,
  template_id     uuid not null references coupon_templates (id),
  admin_id        uuid not null,
  idempotency_key text not null,
  request_hash    text not null,
  source          text not null check (source in ('ADMIN', 'COMPENSATION')),
  reason          text not null,
  status          text not null check (status in ('RUNNING', 'DONE')),
  created_at      timestamptz(3) not null,
  finished_at     timestamptz(3),
  unique (admin_id, idempotency_key)
);
create index coupon_grants_running on coupon_grants (id) where status = 'RUNNING';
create index coupon_grants_template on coupon_grants (template_id, id);

create table coupon_grant_results (
  grant_id  uuid not null references coupon_grants (id),
  user_id   uuid not null,
  outcome   text not null check (outcome in ('PENDING', 'GRANTED', 'REFUSED')),
  reason    text,
  coupon_id uuid unique references user_coupons (id),
  primary key (grant_id, user_id),
  check ((outcome = 'GRANTED') = (coupon_id is not null))
);

create table promotions (
  id          uuid primary key,
  type        text not null check (type in ('LIMITED_DISCOUNT', 'FULL_REDUCTION', 'FREE_DELIVERY')),
  name        text not null check (name <> ''),
  merchant_id uuid,
  funding     text not null check (funding in ('PLATFORM', 'MERCHANT')),
  scope       jsonb not null,
  rule        jsonb not null,
  starts_at   timestamptz(3) not null,
  ends_at     timestamptz(3) not null,
  status      text not null check (status in ('DRAFT', 'REVIEW', 'SCHEDULED', 'RUNNING', 'PAUSED', 'ENDED')),
  version     integer not null,
  created_by  uuid not null,
  created_at  timestamptz(3) not null,
  updated_at  timestamptz(3) not null,
  check (starts_at < ends_at),
  check ((funding = 'MERCHANT') <= (merchant_id is not null))
);
create index promotions_running on promotions (status, ends_at);

create table promotion_history (
  id           bigint generated always as identity primary key,
  promotion_id uuid not null references promotions (id),
  from_status  text,
  event        text not null,
  to_status    text not null,
  actor_type   text not null,
  actor_id     uuid,
  reason       text not null,
  trace_id     text,
  at           timestamptz(3) not null
);
create index promotion_history_promotion on promotion_history (promotion_id, id);

-- What may be sold at the promotion's price: in all, and to one user. Null = any number.
create table promotion_quotas (
  promotion_id   uuid not null references promotions (id),
  sku_id         uuid not null,
  quota          integer check (quota >= 0),
  per_user_limit integer check (per_user_limit > 0),
  taken          integer not null default 0 check (taken >= 0),
  primary key (promotion_id, sku_id),
  check (quota is null or taken <= quota)
);

create table promotion_user_counters (
  promotion_id uuid not null,
  sku_id       uuid not null,
  user_id      uuid not null,
  taken        integer not null check (taken >= 0),
  primary key (promotion_id, sku_id, user_id),
  foreign key (promotion_id, sku_id) references promotion_quotas (promotion_id, sku_id)
);

-- What one order holds of activity-service: its coupon and its quotas, together or not at all.
create table promotion_locks (
  order_id     uuid primary key,
  user_id      uuid not null,
  status       text not null check (status in ('LOCKED', 'USED', 'RELEASED', 'RETURNED', 'REJECTED')),
  coupon_id    uuid references user_coupons (id),
  discount_fen integer not null default 0 check (discount_fen >= 0), -- of the coupon, fee included
  refusal      jsonb, -- only when REJECTED; asked again, the answer is the same
  version      integer not null,
  checked_at   timestamptz(3) not null,
  created_at   timestamptz(3) not null,
  updated_at   timestamptz(3) not null,
  check ((status = 'REJECTED') = (refusal is not null))
);
create index promotion_locks_open on promotion_locks (checked_at) where status = 'LOCKED';
create index promotion_locks_coupon on promotion_locks (coupon_id);

create table promotion_lock_history (
  id          bigint generated always as identity primary key,
  order_id    uuid not null references promotion_locks (order_id),
  from_status text,
  event       text not null,
  to_status   text not null,
  actor_type  text not null,
  trace_id    text,
  at          timestamptz(3) not null
);
create index promotion_lock_history_order on promotion_lock_history (order_id, id);

create table promotion_takings (
  order_id     uuid not null references promotion_locks (order_id),
  promotion_id uuid not null,
  sku_id       uuid not null,
  user_id      uuid not null,
  qty          integer not null check (qty > 0),
  returned_qty integer not null default 0 check (returned_qty between 0 and qty),
  primary key (order_id, promotion_id, sku_id),
  foreign key (promotion_id, sku_id) references promotion_quotas (promotion_id, sku_id)
);
create index promotion_takings_quota on promotion_takings (promotion_id, sku_id, user_id);

-- Undone once per after-sale (product.md §9.6).
create table promotion_returns (
  aftersale_id uuid not null,
  order_id     uuid not null,
  promotion_id uuid not null,
  sku_id       uuid not null,
  qty          integer not null check (qty > 0),
  at           timestamptz(3) not null,
  primary key (aftersale_id, promotion_id, sku_id),
  foreign key (order_id, promotion_id, sku_id) references promotion_takings (order_id, promotion_id, sku_id)
);
create index promotion_returns_order on promotion_returns (order_id);

-- type × type (A13); symmetric, each pair once with the smaller word first.
create table stacking_rules (
  one        text not null,
  other      text not null,
  policy     text not null check (policy in ('STACK', 'EXCLUDE', 'BETTER_OF', 'BY_TERMS')),
  version    integer not null,
  updated_by uuid,
  updated_at timestamptz(3) not null,
  primary key (one, other),
  check (one collate "C" < other collate "C")
);

-- The books against the rows: empty, always.
create view activity_audit as
with coupons as (
  select template_id, count(*) as issued,
         coalesce(sum(discount_fen) filter (where status in ('LOCKED', 'USED')), 0) as committed_fen
  from user_coupons group by template_id
), taken as (
  select promotion_id, sku_id, sum(qty - returned_qty) as qty
  from promotion_takings group by promotion_id, sku_id
), taken_by_user as (
  select promotion_id, sku_id, user_id, sum(qty - returned_qty) as qty
  from promotion_takings group by promotion_id, sku_id, user_id
), returned as (
  select order_id, promotion_id, sku_id, sum(qty) as qty
  from promotion_returns group by order_id, promotion_id, sku_id
)
select 'template issued differs from its coupons' as fault, template.id::text as subject,
       template.issued::bigint as book, coalesce(coupons.issued, 0)::bigint as rows
from coupon_templates template left join coupons on coupons.template_id = template.id
where template.issued <> coalesce(coupons.issued, 0)
union all
select 'template issued more than its total', id::text, total, issued from coupon_templates where issued > total
union all
select 'template budget differs from its coupons', template.id::text, template.committed_fen,
       coalesce(coupons.committed_fen, 0)::bigint
from coupon_templates template left join coupons on coupons.template_id = template.id
where template.budget_fen is not null and template.committed_fen <> coalesce(coupons.committed_fen, 0)
union all
select 'coupon held by an order that does not hold it', coupon.id::text, coupon.version, lock.version
from user_coupons coupon
left join promotion_locks lock on lock.order_id = coupon.locked_order_id and lock.coupon_id = coupon.id
where coupon.status in ('LOCKED', 'USED') and lock.status is distinct from coupon.status
union all
select 'order holds a coupon that is not held', lock.order_id::text, lock.version, coupon.version
from promotion_locks lock left join user_coupons coupon on coupon.locked_order_id = lock.order_id
where lock.status in ('LOCKED', 'USED') and lock.coupon_id is not null
  and coupon.status is distinct from lock.status
union all
select 'quota counter differs from its rows', quota.promotion_id::text || '/' || quota.sku_id, quota.taken,
       coalesce(taken.qty, 0)::bigint
from promotion_quotas quota left join taken using (promotion_id, sku_id)
where quota.taken <> coalesce(taken.qty, 0)
union all
select 'user counter differs from its rows', counter.promotion_id::text || '/' || counter.sku_id || '/' || counter.user_id,
       counter.taken, coalesce(taken.qty, 0)::bigint
from promotion_user_counters counter left join taken_by_user taken using (promotion_id, sku_id, user_id)
where counter.taken <> coalesce(taken.qty, 0)
union all
select 'released order still holds a quota', lock.order_id::text, 0, sum(taking.qty - taking.returned_qty)
from promotion_locks lock join promotion_takings taking using (order_id)
where lock.status in ('RELEASED', 'REJECTED') group by lock.order_id
having sum(taking.qty - taking.returned_qty) > 0
union all
select 'returned quota differs from its after-sales', returned.order_id::text, taking.returned_qty, returned.qty
from returned join promotion_takings taking using (order_id, promotion_id, sku_id)
join promotion_locks lock using (order_id)
where lock.status in ('USED', 'RETURNED') and taking.returned_qty <> returned.qty;
