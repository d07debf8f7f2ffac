-- An administrator asked for orders as a file: what was asked, so that its parts belong together. Kept for a day; who
-- exported what stays in the audit log.
create table order_exports (
  id          uuid primary key,
  admin_id    uuid not null,
  filter      jsonb not null,
  order_count integer not null check (order_count >= 0),
  created_at  timestamptz(3) not null
);
create index order_exports_created_at on order_exports (created_at);
