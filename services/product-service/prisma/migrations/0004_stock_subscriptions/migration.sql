-- Who waits for a SKU to come back (product.md P12). No foreign key into skus: its row locks would meet the buyers.
create table stock_subscriptions (
  id           uuid primary key,
  user_id      uuid not null,
  sku_id       uuid not null,
  product_id   uuid not null,
  community_id uuid not null, -- whose warehouse decides
  status       text not null check (status in ('WAITING', 'NOTIFIED')),
  created_at   timestamptz(3) not null,
  notified_at  timestamptz(3),
  check ((status = 'NOTIFIED') = (notified_at is not null))
);
create unique index stock_subscriptions_once on stock_subscriptions (user_id, sku_id) where status = 'WAITING';
create index stock_subscriptions_due on stock_subscriptions (sku_id) where status = 'WAITING';
create index stock_subscriptions_user on stock_subscriptions (user_id);
