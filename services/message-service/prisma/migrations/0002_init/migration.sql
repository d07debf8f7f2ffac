-- What an installation says instead of the built-in texts (src/rules/built-in-*.ts). One per event and audience.
create table message_templates (
  id          uuid primary key,
  event_type  text not null,
  audience    text not null check (audience in ('USER', 'MERCHANT')),
  version     integer not null check (version >= 1),
  created_at  timestamptz(3) not null,
  updated_at  timestamptz(3) not null,
  unique (event_type, audience)
);

-- Every text that was ever in force.
create table message_template_versions (
  template_id uuid not null references message_templates (id) on delete cascade,
  version     integer not null check (version >= 1),
  content     jsonb not null check (jsonb_typeof(content) = 'object'),
  created_by  uuid, -- the administrator; null = loaded with the installation
  created_at  timestamptz(3) not null,
  primary key (template_id, version)
);

-- Event × audience → channels, instead of the built-in rule.
create table message_routes (
  event_type    text not null,
  audience      text not null check (audience in ('USER', 'MERCHANT')),
  channels      text[] not null check (channels <@ array['WECHAT', 'SMS']),
  in_app        boolean not null,
  quiet_hours   boolean not null,
  delay_seconds integer not null check (delay_seconds between 0 and 604800),
  enabled       boolean not null,
  version       integer not null check (version >= 1),
  updated_by    uuid,
  updated_at    timestamptz(3) not null,
  primary key (event_type, audience),
  check (audience = 'USER' or channels = '{}')
);

-- In-app messages. A merchant's is one row for all of its staff; who has read it is in message_marks.
create table messages (
  id          uuid primary key,
  owner_type  text not null check (owner_type in ('USER', 'MERCHANT')),
  owner_id    uuid not null,
  category    text not null check (category in ('ORDER', 'LOGISTICS', 'ACTIVITY', 'SYSTEM')),
  event_id    uuid not null,
  event_type  text not null,
  title_zh    text not null,
  title_en    text not null,
  body_zh     text not null,
  body_en     text not null,
  link        text not null,
  occurred_at timestamptz(3) not null,
  created_at  timestamptz(3) not null,
  read_at     timestamptz(3),
  deleted_at  timestamptz(3),
  unique (event_id, owner_type, owner_id)
);
create index messages_of_owner on messages (owner_id, occurred_at desc, id desc) where deleted_at is null;
create index messages_unread on messages (owner_id, category) where read_at is null and deleted_at is null;

create table message_marks (
  message_id uuid not null references messages (id) on delete cascade,
  reader_id  uuid not null,
  read_at    timestamptz(3) not null,
  deleted_at timestamptz(3),
  primary key (message_id, reader_id)
);

-- "All read" of a staff member: what was written until then counts as read.
create table read_watermarks (
  reader_id  uuid not null,
  category   text not null check (category in ('ORDER', 'LOGISTICS', 'ACTIVITY', 'SYSTEM')),
  read_until timestamptz(3) not null,
  primary key (reader_id, category)
);

-- Notices that a merchant gets together: one message per merchant, event and window (due_at ends it).
create table digest_entries (
  event_id    uuid not null,
  merchant_id uuid not null,
  event_type  text not null,
  vars        jsonb not null,
  amount_fen  bigint not null check (amount_fen >= 0),
  occurred_at timestamptz(3) not null,
  due_at      timestamptz(3) not null,
  primary key (event_id, merchant_id)
);
create index digest_entries_due on digest_entries (due_at);

-- How many subscribe messages a person still lets us send. A hint: WeChat is the truth.
create table subscription_credits (
  recipient_id uuid not null,
  template_id  text not null,
  credits      integer not null check (credits >= 0),
  banned       boolean not null,
  updated_at   timestamptz(3) not null,
  primary key (recipient_id, template_id)
);

create table credit_entries (
  id           uuid primary key,
  recipient_id uuid not null,
  template_id  text not null,
  delta        integer not null,
  reason       text not null check (reason in ('ACCEPT', 'REJECT', 'BAN', 'SEND', 'EXHAUSTED')),
  dispatch_id  uuid,
  at           timestamptz(3) not null
);
create index credit_entries_of_recipient on credit_entries (recipient_id, template_id, at);

-- One message to one person over one channel outside.
create table dispatches (
  id            uuid primary key,
  event_id      uuid not null,
  event_type    text not null,
  audience      text not null check (audience in ('USER', 'MERCHANT')),
  recipient_id  uuid not null,
  channel       text not null check (channel in ('WECHAT', 'SMS')),
  template      text not null,    -- WeChat's template id, or the purpose of the SMS
  fallback      jsonb not null,   -- channel and template of what comes after this one
  vars          jsonb not null,   -- never a name, phone or address: those are asked for when it is sent
  subject_id    uuid,             -- the order it is about
  batch_key     text,             -- waiting ones with the same key become one message
  quiet_hours   boolean not null,
  status        text not null check (status in ('PENDING', 'SENDING', 'SENT', 'DELIVERED', 'FAILED', 'SUPPRESSED')),
  attempts      integer not null check (attempts >= 0),
  due_at        timestamptz(3) not null,
  expires_at    timestamptz(3) not null,
  claimed_at    timestamptz(3),
  maybe_sent    boolean not null, -- an answer was lost, so an earlier try may have arrived
  address_index text,             -- HMAC of the phone: for the daily limit and for receipts
  provider      text,
  provider_ref  text,
  failure       text check (failure in ('NO_CREDIT', 'NO_RECIPIENT', 'REFUSED_BY_PROVIDER', 'PROVIDER_UNAVAILABLE',
                                        'TEMPLATE_INVALID', 'LIMITED')),
  code          text,
  detail        text,
  merged_into   uuid references dispatches (id) on delete set null,
  occurred_at   timestamptz(3) not null,
  created_at    timestamptz(3) not null,
  sent_at       timestamptz(3),
  delivered_at  timestamptz(3),
  version       integer not null check (version >= 1),
  unique (event_id, audience, recipient_id, channel, template),
  check (status <> 'FAILED' or failure is not null)
);
create index dispatches_due on dispatches (channel, due_at) where status = 'PENDING';
create index dispatches_batch on dispatches (batch_key) where status = 'PENDING' and batch_key is not null;
create index dispatches_sending on dispatches (claimed_at) where status = 'SENDING';
create index dispatches_of_recipient on dispatches (recipient_id, id);
create index dispatches_of_address on dispatches (address_index, sent_at) where address_index is not null;
create index dispatches_sms_sent on dispatches (sent_at) where channel = 'SMS' and sent_at is not null;
create index dispatches_provider_ref on dispatches (provider, provider_ref) where provider_ref is not null;

create table dispatch_history (
  id          uuid primary key,
  dispatch_id uuid not null references dispatches (id) on delete cascade,
  from_status text,
  event       text not null,
  to_status   text not null,
  actor       text not null,
  detail      jsonb not null,
  at          timestamptz(3) not null,
  trace_id    text
);
create index dispatch_history_of_dispatch on dispatch_history (dispatch_id, at);

-- WeChat's token, one row per app: who holds the claim is the only one that refreshes.
create table access_tokens (
  app_id           text primary key,
  sealed           text,
  expires_at       timestamptz(3),
  refreshing_until timestamptz(3)
);
