-- Who asks to be a 团长, and who is one (product.md U15). A rejected or ended row stays; a resident has one other at most.
create table leaders (
  id           uuid primary key,
  user_id      uuid not null references users (id),
  status       text not null default 'APPLIED'
    check (status in ('APPLIED', 'APPROVED', 'ACTIVE', 'SUSPENDED', 'REJECTED', 'QUIT')),
  community_id uuid not null,
  -- Name, phone and address; null once the person is gone.
  sealed       text,
  introduction text not null default '' check (char_length(introduction) <= 200),
  photo_urls   text[] not null check (cardinality(photo_urls) <= 6),
  version      integer not null default 1,
  created_at   timestamptz(3) not null,
  updated_at   timestamptz(3) not null
);
create unique index leaders_live on leaders (user_id) where status not in ('REJECTED', 'QUIT');
create index leaders_newest on leaders (created_at, id);

create table leader_history (
  id          uuid primary key,
  leader_id   uuid not null references leaders (id),
  from_status text not null,
  event       text not null,
  to_status   text not null,
  reason      text not null,
  actor_id    uuid,
  at          timestamptz(3) not null,
  trace_id    text
);
create index leader_history_leader on leader_history (leader_id, at);
