-- A household asks to contribute less than the floor, or nothing, from a month to a month. Nobody asks why.
create table contribution_request (
  caisse_id integer not null references caisse,
  id uuid not null,
  household_id uuid not null,
  amount_cents bigint not null check (amount_cents >= 0),
  from_month text not null check (from_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  until_month text not null check (until_month >= from_month),
  asked_at timestamptz not null,
  status text not null default 'asked' check (status in ('asked', 'agreed', 'spoken', 'withdrawn')),
  answered_at timestamptz,
  -- What was agreed, which may be another amount or other months than asked.
  exception_id uuid,
  primary key (caisse_id, id),
  foreign key (caisse_id, household_id) references household (caisse_id, id),
  foreign key (caisse_id, exception_id) references contribution_exception (caisse_id, id),
  check ((status = 'asked') = (answered_at is null)),
  check ((status = 'agreed') = (exception_id is not null))
);
-- One question at a time.
create unique index contribution_request_open on contribution_request (caisse_id, household_id) where status = 'asked';
create index contribution_request_household on contribution_request (caisse_id, household_id, asked_at);

call enable_tenancy(array['contribution_request']::regclass[]);

-- A household reads who read its file, among millions of payments.
create index gesture_reading on gesture (caisse_id, subject_id, at) where kind = 'read_household';
