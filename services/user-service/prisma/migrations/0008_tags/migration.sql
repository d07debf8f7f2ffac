-- What the platform calls its residents by (product.md U13): groups that are made and given by hand.
create table tags (
  id         uuid primary key,
  name       text not null check (char_length(name) between 1 and 20),
  created_at timestamptz(3) not null,
  constraint tags_name unique (name)
);
create table user_tags (
  user_id  uuid not null references users (id),
  tag_id   uuid not null references tags (id) on delete cascade,
  given_at timestamptz(3) not null,
  primary key (user_id, tag_id)
);
create index user_tags_tag on user_tags (tag_id, user_id);
