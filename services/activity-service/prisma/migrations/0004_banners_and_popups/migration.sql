-- Pictures at the top of a page (product.md A03). Links lead to pages of the mini-program alone; the door checks them.
create table banners (
  id            uuid primary key,
  position      text not null check (position in ('home')),
  title         text not null check (char_length(title) between 1 and 40),
  subtitle      text not null check (char_length(subtitle) <= 60),
  caption       text not null check (caption in ('NONE', 'LIGHT', 'DARK')), -- how title and subtitle stand on the picture
  image_url     text not null check (image_url <> ''),
  link          text not null,
  community_ids uuid[] not null, -- empty: everywhere
  sort          integer not null check (sort between 1 and 1000),
  starts_at     timestamptz(3),
  ends_at       timestamptz(3),
  enabled       boolean not null,
  version       integer not null,
  updated_by    uuid not null,
  created_at    timestamptz(3) not null,
  updated_at    timestamptz(3) not null,
  check (starts_at < ends_at)
);
create index banners_sorted on banners (position, sort, id);

-- What comes up over a page (A01).
create table popups (
  id                 uuid primary key,
  name               text not null check (char_length(name) between 1 and 40), -- for the console
  title              text not null check (char_length(title) between 1 and 40),
  body               text not null check (char_length(body) <= 200),
  image_url          text not null, -- empty: words alone
  link               text not null,
  coupon_template_id uuid references coupon_templates (id),
  pages              text[] not null check (cardinality(pages) > 0),
  audience           text not null check (audience in ('ALL', 'NEW', 'RETURNING')),
  community_ids      uuid[] not null, -- empty: everywhere
  starts_at          timestamptz(3),
  ends_at            timestamptz(3),
  priority           integer not null check (priority between 0 and 1000),
  weight             integer not null check (weight between 1 and 100), -- among equals of priority
  frequency          text not null check (frequency in ('ONCE', 'DAILY', 'ALWAYS', 'TOTAL')),
  times              integer check (times between 1 and 100), -- of TOTAL
  status             text not null check (status in ('ACTIVE', 'PAUSED')),
  version            integer not null,
  updated_by         uuid not null,
  created_at         timestamptz(3) not null,
  updated_at         timestamptz(3) not null,
  check (starts_at < ends_at),
  check ((frequency = 'TOTAL') = (times is not null)),
  check (link = '' or coupon_template_id is null)
);
create index popups_newest on popups (id desc);
create index popups_coupon on popups (coupon_template_id);

-- How often a resident has seen a popup: what its frequency is decided by.
create table popup_viewers (
  user_id    uuid not null,
  popup_id   uuid not null references popups (id) on delete cascade,
  exposures  integer not null default 0 check (exposures >= 0),
  last_day   date,
  updated_at timestamptz(3) not null,
  primary key (user_id, popup_id)
);
create index popup_viewers_popup on popup_viewers (popup_id);

-- Counted per business day, guests included.
create table popup_days (
  popup_id  uuid not null references popups (id) on delete cascade,
  day       date not null,
  exposures integer not null default 0 check (exposures >= 0),
  clicks    integer not null default 0 check (clicks >= 0),
  closes    integer not null default 0 check (closes >= 0),
  primary key (popup_id, day)
);
