-- Staff see a merchant's message when they may see what it is about; null = all of them.
alter table messages add column permission text check (permission is null or owner_type = 'MERCHANT');

-- Deleting old dispatches asks who was merged into them.
create index dispatches_merged_into on dispatches (merged_into) where merged_into is not null;
