-- Residents upload their portraits. A file has one owner: a merchant, a resident, or the platform (neither).
alter table uploads
  add column user_id uuid,
  add check (merchant_id is null or user_id is null);
