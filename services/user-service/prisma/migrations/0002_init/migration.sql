-- Personal data (names, phones, addresses) is stored sealed: AES-256-GCM with the key's id in front (product.md U23).
-- `*_index` columns hold HMACs, so that a phone can be found and be unique without being readable.

create table users (
  id                       uuid primary key,
  unionid                  text unique,
  nickname                 text not null check (char_length(nickname) between 1 and 32),
  avatar_url               text not null default '',
  gender                   text not null default 'UNKNOWN' check (gender in ('UNKNOWN', 'FEMALE', 'MALE')),
  birthday                 date,
  phone_sealed             text,
  phone_index              text unique,
  identity_sealed          text,
  community_id             uuid,
  pickup_point_id          uuid,
  status                   text not null default 'ACTIVE'
                             check (status in ('ACTIVE', 'DISABLED', 'LEAVING', 'DELETED')),
  status_reason            text,
  disabled_until           timestamptz(3),
  member_level             integer not null default 0 check (member_level >= 0),
  member_price_bp          integer not null default 10000 check (member_price_bp between 1 and 10000),
  register_channel         text not null check (register_channel in ('WECHAT', 'SMS')),
  inviter_id               uuid references users (id),
  first_order_completed_at timestamptz(3),
  version                  integer not null default 1,
  created_at               timestamptz(3) not null,
  updated_at               timestamptz(3) not null,
  check ((phone_sealed is null) = (phone_index is null)),
  check (inviter_id <> id)
);
create index users_created_at on users (created_at desc, id desc);
create index users_disabled_until on users (disabled_until) where status = 'DISABLED' and disabled_until is not null;
create index users_phone_key on users (split_part(phone_sealed, '.', 1)) where phone_sealed is not null;
create index users_identity_key on users (split_part(identity_sealed, '.', 1)) where identity_sealed is not null;

create table user_history (
  id          uuid primary key,
  user_id     uuid not null references users (id),
  from_status text not null,
  event       text not null,
  to_status   text not null,
  reason      text,
  actor_id    uuid,
  at          timestamptz(3) not null,
  trace_id    text
);
create index user_history_user on user_history (user_id, at);

create table wechat_identities (
  app_id     text not null,
  openid     text not null,
  user_id    uuid not null references users (id),
  created_at timestamptz(3) not null,
  primary key (app_id, openid),
  unique (user_id, app_id)
);

create table addresses (
  id             uuid primary key,
  user_id        uuid not null references users (id),
  province       text not null,
  city           text not null,
  district       text not null,
  label          text not null default '',
  -- JSON of recipient, phone, street, detail and coordinates
  contact_sealed text not null,
  community_id   uuid,
  is_default     boolean not null default false,
  version        integer not null default 1,
  created_at     timestamptz(3) not null,
  updated_at     timestamptz(3) not null
);
create index addresses_user on addresses (user_id, created_at desc);
create unique index addresses_one_default on addresses (user_id) where is_default;
create index addresses_contact_key on addresses (split_part(contact_sealed, '.', 1));

create table merchants (
  id              uuid primary key,
  name            text not null,
  legal_name      text not null default '',
  logo_url        text not null default '',
  status          text not null default 'DRAFT'
                    check (status in ('DRAFT', 'SUBMITTED', 'APPROVED', 'REJECTED', 'SUSPENDED')),
  -- JSON of contact name, phone, address and licence number
  contact_sealed  text,
  commission_bp   integer not null default 0 check (commission_bp between 0 and 10000),
  version         integer not null default 1,
  created_at      timestamptz(3) not null,
  updated_at      timestamptz(3) not null
);
create index merchants_contact_key on merchants (split_part(contact_sealed, '.', 1)) where contact_sealed is not null;

create table merchant_history (
  id          uuid primary key,
  merchant_id uuid not null references merchants (id),
  from_status text not null,
  event       text not null,
  to_status   text not null,
  reason      text,
  actor_id    uuid,
  at          timestamptz(3) not null,
  trace_id    text
);
create index merchant_history_merchant on merchant_history (merchant_id, at);

create table roles (
  id         uuid primary key,
  audience   text not null check (audience in ('merchant', 'admin')),
  code       text not null check (code ~ '^[A-Z][A-Z0-9_]{1,39}$'),
  name       text not null,
  scope      text not null check (scope in ('ALL', 'MERCHANT', 'PICKUP_POINT')),
  -- A built-in role may be given and taken, not edited or deleted.
  built_in   boolean not null default false,
  version    integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  unique (audience, code)
);

create table role_permissions (
  role_id    uuid not null references roles (id) on delete cascade,
  permission text not null,
  primary key (role_id, permission)
);

create table staff (
  id                  uuid primary key,
  user_id             uuid unique references users (id),
  name                text not null,
  phone_sealed        text,
  phone_index         text unique,
  status              text not null default 'ACTIVE' check (status in ('ACTIVE', 'DISABLED')),
  -- The shop this person is working in now; a token is for one shop.
  current_merchant_id uuid references merchants (id),
  version             integer not null default 1,
  created_at          timestamptz(3) not null,
  updated_at          timestamptz(3) not null,
  check ((phone_sealed is null) = (phone_index is null))
);
create index staff_phone_key on staff (split_part(phone_sealed, '.', 1)) where phone_sealed is not null;

create table memberships (
  staff_id    uuid not null references staff (id),
  merchant_id uuid not null references merchants (id),
  status      text not null default 'ACTIVE' check (status in ('ACTIVE', 'REMOVED')),
  created_at  timestamptz(3) not null,
  updated_at  timestamptz(3) not null,
  primary key (staff_id, merchant_id)
);
create index memberships_merchant on memberships (merchant_id, created_at);

create table membership_roles (
  staff_id    uuid not null,
  merchant_id uuid not null,
  role_id     uuid not null references roles (id),
  primary key (staff_id, merchant_id, role_id),
  foreign key (staff_id, merchant_id) references memberships (staff_id, merchant_id)
);
create index membership_roles_role on membership_roles (role_id);

create table membership_pickup_points (
  staff_id        uuid not null,
  merchant_id     uuid not null,
  pickup_point_id uuid not null,
  primary key (staff_id, merchant_id, pickup_point_id),
  foreign key (staff_id, merchant_id) references memberships (staff_id, merchant_id)
);

create table admins (
  id         uuid primary key,
  name       text not null,
  status     text not null default 'ACTIVE' check (status in ('ACTIVE', 'DISABLED', 'REMOVED')),
  version    integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
);

create table admin_roles (
  admin_id uuid not null references admins (id),
  role_id  uuid not null references roles (id),
  primary key (admin_id, role_id)
);
create index admin_roles_role on admin_roles (role_id);

create table credentials (
  audience      text not null check (audience in ('merchant', 'admin')),
  subject_id    uuid not null,
  login         text not null check (login = lower(login)),
  password_hash text not null,
  -- Given by somebody else: the first login must replace it.
  must_change   boolean not null default true,
  changed_at    timestamptz(3) not null,
  primary key (audience, subject_id),
  unique (audience, login)
);

create table password_history (
  id            uuid primary key,
  audience      text not null,
  subject_id    uuid not null,
  password_hash text not null,
  replaced_at   timestamptz(3) not null,
  foreign key (audience, subject_id) references credentials (audience, subject_id) on delete cascade
);
create index password_history_subject on password_history (audience, subject_id, replaced_at desc);

-- Password logins under way or failed: what the lockout counts. Accounts that do not exist count alike.
create table login_attempts (
  id          uuid primary key,
  audience    text not null,
  account_key text not null,
  ip          text not null,
  outcome     text not null check (outcome in ('PENDING', 'FAILED')),
  at          timestamptz(3) not null
);
create index login_attempts_account on login_attempts (account_key, at);
create index login_attempts_ip on login_attempts (ip, at);
create index login_attempts_at on login_attempts (at);

create table captchas (
  id          uuid primary key,
  answer_hash text not null,
  expires_at  timestamptz(3) not null
);
create index captchas_expires_at on captchas (expires_at);

create table token_versions (
  audience          text not null check (audience in ('user', 'merchant', 'admin')),
  subject_id        uuid not null,
  version           integer not null default 1 check (version > 0),
  -- What Redis is known to hold; a job brings it up to `version`.
  published_version integer not null default 1,
  primary key (audience, subject_id)
);
create index token_versions_unpublished on token_versions (audience, subject_id) where published_version < version;

-- One login = one family; its refresh tokens replace one another.
create table token_families (
  id             uuid primary key,
  audience       text not null check (audience in ('user', 'merchant', 'admin')),
  subject_id     uuid not null,
  created_at     timestamptz(3) not null,
  expires_at     timestamptz(3) not null,
  revoked_at     timestamptz(3),
  revoked_reason text
);
create index token_families_subject on token_families (audience, subject_id) where revoked_at is null;
create index token_families_expires_at on token_families (expires_at);

create table refresh_tokens (
  -- The jti of the access token that was issued with it.
  id               uuid primary key,
  family_id        uuid not null references token_families (id) on delete cascade,
  token_hash       text not null unique,
  predecessor_id   uuid unique,
  issued_at        timestamptz(3) not null,
  expires_at       timestamptz(3) not null,
  used_at          timestamptz(3),
  -- The next token, readable only with this one: lets a parallel refresh have the same pair for a moment.
  successor_sealed text
);
create index refresh_tokens_family on refresh_tokens (family_id);

-- Append-only: the service may insert and read. Rows leave after 180 days, through `forget_old_logs` alone.
create table audit_logs (
  id          uuid primary key,
  at          timestamptz(3) not null,
  actor_type  text not null check (actor_type in ('user', 'merchant', 'admin', 'system')),
  actor_id    uuid,
  merchant_id uuid,
  action      text not null,
  target_type text not null,
  target_id   text not null,
  details     jsonb not null,
  ip          text,
  trace_id    text
);
create index audit_logs_at on audit_logs (at desc, id desc);
create index audit_logs_actor on audit_logs (actor_id, at desc);
create index audit_logs_target on audit_logs (target_type, target_id, at desc);
create index audit_logs_trace on audit_logs (trace_id) where trace_id is not null;

create table login_logs (
  id           uuid primary key,
  at           timestamptz(3) not null,
  audience     text not null check (audience in ('user', 'merchant', 'admin')),
  subject_id   uuid,
  login_masked text not null default '',
  method       text not null check (method in ('WECHAT', 'PASSWORD', 'REFRESH')),
  outcome      text not null check (outcome in ('SUCCEEDED', 'REFUSED')),
  reason       text not null default '',
  ip           text not null,
  user_agent   text not null default '',
  trace_id     text
);
create index login_logs_at on login_logs (at desc, id desc);
create index login_logs_subject on login_logs (subject_id, at desc);

create function refuse_rewriting() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.at < now() - interval '180 days' then
    return old;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete on audit_logs for each row execute function refuse_rewriting();
create trigger append_only before update or delete on login_logs for each row execute function refuse_rewriting();

create function forget_old_logs() returns integer language plpgsql security definer as $$
declare
  forgotten integer := 0;
  rows integer;
begin
  delete from "user".audit_logs where at < now() - interval '180 days';
  get diagnostics rows = row_count;
  forgotten := forgotten + rows;
  delete from "user".login_logs where at < now() - interval '180 days';
  get diagnostics rows = row_count;
  return forgotten + rows;
end $$;
alter function forget_old_logs() set search_path = pg_catalog;
revoke all on function forget_old_logs() from public;

do $$
begin
  if exists (select from pg_roles where rolname = 'user_svc') then
    revoke update, delete, truncate on audit_logs, login_logs from user_svc;
    grant execute on function forget_old_logs() to user_svc;
  end if;
end $$;
