-- A second factor that an administrator may ask of themselves (FA01): a secret shared with an app, RFC 6238.
create table second_factors (
  admin_id      uuid primary key references admins (id),
  secret_sealed text not null,
  -- Null until the first code was right: a secret that nobody has must lock nobody out.
  confirmed_at  timestamptz(3),
  -- The step of the last code taken: each is good once.
  last_step     bigint not null default 0,
  created_at    timestamptz(3) not null
);
create table recovery_codes (
  id         uuid primary key,
  admin_id   uuid not null references second_factors (admin_id) on delete cascade,
  code_index text not null,
  used_at    timestamptz(3),
  constraint recovery_codes_admin_code unique (admin_id, code_index)
);
