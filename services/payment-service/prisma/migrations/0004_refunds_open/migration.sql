-- What is owed is counted whenever metrics are read; refunds that succeeded pile up for years.
create index refunds_open on refunds (created_at) where status <> 'SUCCESS';
