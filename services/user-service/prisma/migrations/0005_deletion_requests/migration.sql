-- Who wants their account gone (product.md U19): it is erased when the cool-off is over and nothing is open.
create table deletion_requests (
  id           uuid primary key,
  user_id      uuid not null references users (id),
  status       text not null check (status in ('PENDING', 'WITHDRAWN', 'DONE')),
  requested_at timestamptz(3) not null,
  erase_at     timestamptz(3) not null, -- put off while something is open
  closed_at    timestamptz(3),
  check ((status = 'PENDING') = (closed_at is null))
);
create unique index deletion_requests_once on deletion_requests (user_id) where status = 'PENDING';
create index deletion_requests_due on deletion_requests (erase_at) where status = 'PENDING';
create index deletion_requests_user on deletion_requests (user_id);
