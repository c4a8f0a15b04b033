-- What households had left, or still owed, before Tablée.
alter type transfer_kind add value 'opening_rights';

-- A file of households between its upload and its import: looked at, corrected, and signed where it brings rights.
create table household_import (
  caisse_id integer not null references caisse,
  id uuid not null,
  name text not null,
  -- Forgotten once it is imported or dropped, and after a week.
  file bytea,
  -- Columns from 0 by field, where they are not those that the headings tell.
  mapping jsonb not null,
  entered_on date,
  status text not null check (status in ('read', 'proposed', 'done', 'dropped')),
  proposal_id uuid,
  digest bytea,
  uploaded_at timestamptz not null,
  uploaded_by uuid references login_account,
  done_at timestamptz,
  households integer,
  primary key (caisse_id, id),
  check (status in ('read', 'proposed') or file is null),
  check ((status = 'done') = (done_at is not null and households is not null)),
  check (status <> 'proposed' or (proposal_id is not null and digest is not null))
);

call enable_tenancy(array['household_import']::regclass[]);
