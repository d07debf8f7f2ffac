-- Who of a shop's staff is reached in the staff's mini-program (product.md M05): a phone is one person's at a time.
create table staff_wechat_identities (
  app_id     text not null,
  openid     text not null,
  staff_id   uuid not null references staff (id),
  created_at timestamptz(3) not null,
  primary key (app_id, openid),
  constraint staff_wechat_identities_staff unique (app_id, staff_id)
);
