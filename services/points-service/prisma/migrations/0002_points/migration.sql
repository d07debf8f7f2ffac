create table points_accounts (
  user_id        uuid primary key,
  available      integer not null default 0 check (available >= 0),
  frozen         integer not null default 0 check (frozen >= 0),
  pending        integer not null default 0 check (pending >= 0),
  debt           integer not null default 0 check (debt >= 0),
  account_frozen boolean not null default false,
  version        integer not null default 0,
  updated_at     timestamptz(3) not null
);

-- Append-only. Each row holds what it did to the four balances, so that their sums are the balances.
create table points_records (
  id              uuid primary key,
  user_id         uuid not null references points_accounts (user_id),
  biz_type        text not null check (biz_type in ('ORDER', 'SIGN_IN', 'AFTERSALE', 'TASK', 'ADMIN', 'EXCHANGE')),
  biz_id          text not null,
  direction       text not null check (direction in ('GRANT', 'SETTLE', 'FREEZE', 'UNFREEZE', 'CONSUME')),
  available_delta integer not null,
  frozen_delta    integer not null,
  pending_delta   integer not null,
  debt_delta      integer not null,
  available_after integer not null check (available_after >= 0),
  rule_version    integer,
  at              timestamptz(3) not null,
  unique (biz_type, biz_id, direction)
);
create index points_records_user on points_records (user_id, at desc, id desc);
revoke update, delete on points_records from public;

create table points_holds (
  order_id        uuid primary key,
  user_id         uuid,
  points          integer not null check (points >= 0),
  status          text not null check (status in ('FROZEN', 'CONSUMED', 'UNFROZEN', 'REJECTED')),
  created_at      timestamptz(3) not null,
  updated_at      timestamptz(3) not null
);
create index points_holds_frozen on points_holds (created_at) where status = 'FROZEN';

create table points_hold_history (
  id          uuid primary key,
  order_id    uuid not null,
  from_status text,
  event       text not null,
  to_status   text not null,
  at          timestamptz(3) not null
);

create table points_grants (
  order_id     uuid primary key,
  user_id      uuid not null,
  points       integer not null check (points >= 0),
  status       text not null check (status in ('PENDING', 'AVAILABLE', 'REVOKED')),
  rule_version integer not null,
  business_day date not null,
  created_at   timestamptz(3) not null,
  updated_at   timestamptz(3) not null
);
create index points_grants_day on points_grants (user_id, business_day);

create table points_rules (
  id                    uuid primary key,
  version               integer not null unique,
  name                  text not null,
  status                text not null check (status in ('DRAFT', 'ACTIVE')),
  effective_from        timestamptz(3) not null,
  earn_per_fen          integer not null check (earn_per_fen > 0),
  earn_order_cap        integer not null check (earn_order_cap >= 0),
  earn_day_cap          integer not null check (earn_day_cap >= 0),
  excluded_category_ids uuid[] not null,
  redeem_fen_per_point  integer not null check (redeem_fen_per_point > 0),
  redeem_max_bp         integer not null check (redeem_max_bp between 0 and 10000),
  redeem_order_cap      integer not null check (redeem_order_cap >= 0),
  redeem_unit           integer not null check (redeem_unit > 0),
  with_coupon           boolean not null,
  with_activity         boolean not null,
  created_at            timestamptz(3) not null
);

-- The rule of day one, so that a fresh installation works; operators add versions.
insert into points_rules values (
  '019b0000-0000-7000-8000-000000000001', 1, '邻里积分规则', 'ACTIVE', '2026-01-01T00:00:00+08:00',
  100, 500, 2000, '{}', 1, 3000, 5000, 100, true, false, '2026-01-01T00:00:00+08:00');

-- Empty when the books balance: Σ records = balances, frozen = live holds, pending = pending grants.
create view points_audit as
select a.user_id, 'balance' as problem,
       jsonb_build_object('account', to_jsonb(a), 'records', to_jsonb(r)) as detail
from points_accounts a
left join lateral (
  select coalesce(sum(available_delta), 0) as available, coalesce(sum(frozen_delta), 0) as frozen,
         coalesce(sum(pending_delta), 0) as pending, coalesce(sum(debt_delta), 0) as debt
  from points_records where user_id = a.user_id
) r on true
where (a.available, a.frozen, a.pending, a.debt) is distinct from
      (r.available::integer, r.frozen::integer, r.pending::integer, r.debt::integer)
union all
select a.user_id, 'frozen', jsonb_build_object('frozen', a.frozen, 'holds', h.points)
from points_accounts a
left join lateral (
  select coalesce(sum(points), 0) as points from points_holds where user_id = a.user_id and status = 'FROZEN'
) h on true
where a.frozen <> h.points
union all
select a.user_id, 'pending', jsonb_build_object('pending', a.pending, 'grants', g.points)
from points_accounts a
left join lateral (
  select coalesce(sum(points), 0) as points from points_grants where user_id = a.user_id and status = 'PENDING'
) g on true
where a.pending <> g.points;
