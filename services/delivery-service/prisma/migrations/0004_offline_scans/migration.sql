-- When the goods really left, where that was before the service heard of it: scanned without a network, sent later.
alter table verifications add column scanned_at timestamptz(3) check (scanned_at <= created_at);

-- A code is also looked up when its goods are gone: "handed over at ten" tells more than "wrong".
create index pickup_codes_code on pickup_codes (pickup_point_id, code);
