-- A shop's documents (product.md U13). What was decided stays as it was; at most one set per shop is still open.
create table merchant_submissions (
  id           uuid primary key,
  merchant_id  uuid not null references merchants (id),
  status       text not null check (status in ('DRAFT', 'SUBMITTED', 'APPROVED', 'REJECTED')),
  name         text not null check (char_length(name) between 1 and 40),
  legal_name   text not null check (char_length(legal_name) between 1 and 80),
  sealed       text not null,
  licence_key  text not null,
  licence_url  text not null,
  version      integer not null default 1,
  submitted_by uuid,
  submitted_at timestamptz(3),
  decided_by   uuid,
  decided_at   timestamptz(3),
  reason       text,
  created_at   timestamptz(3) not null,
  updated_at   timestamptz(3) not null
);
create unique index merchant_submissions_open on merchant_submissions (merchant_id) where status in ('DRAFT', 'SUBMITTED');
create index merchant_submissions_merchant on merchant_submissions (merchant_id, created_at);
