-- What a resident reaches by buying (product.md U17): growth is the money of completed orders that was not given back.
create table levels (
  id         uuid primary key,
  name       text not null check (char_length(name) between 1 and 20),
  -- From this growth on, in fen. The order of these is the order of the levels.
  growth_fen bigint not null check (growth_fen > 0),
  version    integer not null default 1,
  created_at timestamptz(3) not null,
  constraint levels_name unique (name),
  constraint levels_growth unique (growth_fen)
);
-- What an order counts for. Refunds only lower it, so the least that was heard of is true, whatever came first.
create table order_growth (
  order_id uuid primary key,
  user_id  uuid not null references users (id),
  net_fen  bigint not null check (net_fen >= 0)
);
create index order_growth_user on order_growth (user_id);
alter table users add column growth_fen bigint not null default 0 check (growth_fen >= 0);
-- Empty while every resident's growth is the sum of their orders and their level is the one of that growth.
create view user_audit as
select 'user.growth' as rule, u.id as subject, u.growth_fen as is_now, coalesce(counted.fen, 0)::bigint as should_be
from users u left join (select user_id, sum(net_fen) as fen from order_growth group by user_id) counted
  on counted.user_id = u.id
where u.growth_fen <> coalesce(counted.fen, 0)
union all
select 'user.level', u.id, u.member_level, reached.level
from users u, lateral (select count(*) as level from levels where levels.growth_fen <= u.growth_fen) reached
where u.member_level <> reached.level;
