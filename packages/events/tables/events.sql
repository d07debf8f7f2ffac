-- The tables of packages/events: identical in every service's first migration (checked by `npm run check`).
create table outbox (
  seq               bigint generated always as identity primary key,
  id                uuid not null unique,
  type              text not null,
  aggregate_type    text not null,
  aggregate_id      text not null,
  aggregate_version integer not null default 0,
  payload           jsonb not null,
  headers           jsonb not null,
  occurred_at       timestamptz(3) not null,
  published_at      timestamptz(3)
);
create index outbox_unpublished on outbox (seq) where published_at is null;
create index outbox_occurred_at on outbox (occurred_at);

create table relay_state (
  stream   text primary key,
  created  text not null,
  last_seq bigint not null
);

create table inbox (
  consumer   text not null,
  event_id   uuid not null,
  handled_at timestamptz(3) not null,
  primary key (consumer, event_id)
);

create table event_failure (
  consumer   text not null,
  event_id   uuid not null,
  attempts   integer not null,
  last_error text not null,
  primary key (consumer, event_id)
);

create table dead_event (
  id          uuid primary key,
  consumer    text not null,
  event_id    uuid,
  stream_seq  bigint not null,
  subject     text not null,
  payload     text not null,
  headers     jsonb not null,
  error       text not null,
  parked_at   timestamptz(3) not null,
  redriven_at timestamptz(3),
  unique (consumer, subject, stream_seq)
);

create table job (
  name          text primary key,
  next_run_at   timestamptz(3) not null,
  claimed_until timestamptz(3),
  last_run_at   timestamptz(3),
  last_error    text
);
