-- What residents agreed to. Never changed and never deleted with the profile: it proves a consent that was given.
create table consents (
  id        uuid primary key,
  user_id   uuid not null references users (id),
  document  text not null check (document in ('TERMS', 'PRIVACY')),
  version   text not null check (char_length(version) between 1 and 20),
  agreed_at timestamptz(3) not null,
  ip        text not null,
  trace_id  text,
  constraint consents_once unique (user_id, document, version)
);
