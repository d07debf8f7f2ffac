-- What administrators gave and took (product.md J07): one row per key, so that a request sent twice counts once.
create table points_adjustments (
  id              uuid primary key,
  user_id         uuid not null references points_accounts (user_id),
  points          integer not null check (points <> 0),
  reason          text not null check (char_length(reason) between 2 and 200),
  admin_id        uuid not null,
  idempotency_key text not null,
  request_hash    text not null,
  created_at      timestamptz(3) not null,
  constraint points_adjustments_once unique (admin_id, idempotency_key)
);
create index points_adjustments_user on points_adjustments (user_id, created_at desc);
revoke update, delete on points_adjustments from public;

alter table points_records
  drop constraint points_records_direction_check,
  add constraint points_records_direction_check
    check (direction in ('GRANT', 'SETTLE', 'FREEZE', 'UNFREEZE', 'CONSUME', 'ADJUST'));
