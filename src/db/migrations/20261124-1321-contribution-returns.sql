-- A contribution that came in twice goes back: in cash beside the person, or by a transfer that two people sign.
create table contribution_return (
  caisse_id integer not null references caisse,
  id uuid not null,
  receipt_id uuid not null,
  household_id uuid not null,
  way text not null check (way in ('cash', 'transfer')),
  amount_cents bigint not null check (amount_cents > 0),
  status text not null check (status in ('prepared', 'returned', 'cancelled')),
  digest bytea not null,
  prepared_at timestamptz not null,
  returned_at timestamptz,
  -- Cash is given at once; a transfer has been waiting for its second signature.
  check ((status = 'returned') = (returned_at is not null)),
  check (way = 'transfer' or status = 'returned'),
  primary key (caisse_id, id),
  foreign key (caisse_id, receipt_id) references receipt (caisse_id, id),
  foreign key (caisse_id, household_id) references household (caisse_id, id)
);
create unique index contribution_return_live on contribution_return (caisse_id, receipt_id) where status <> 'cancelled';
create index contribution_return_household on contribution_return (caisse_id, household_id);

call enable_tenancy(array['contribution_return']::regclass[]);
