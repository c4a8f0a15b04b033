-- A month's run: prepared, approved by two people, issued in steps that can be taken up again.
create table allocation_run (
  caisse_id integer not null references caisse,
  id uuid not null,
  month text not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  -- 1 for the month's run; later numbers for who arrived or paid since.
  number integer not null check (number >= 1),
  status text not null check (status in ('prepared', 'issuing', 'issued', 'cancelled')),
  reglement_version_id uuid not null,
  lines integer not null,
  granted_cents bigint not null,
  expired_cents bigint not null,
  contributions_cents bigint not null,
  -- SHA-256 of the lines: what the two people approve.
  digest bytea not null,
  coverage jsonb not null,
  prepared_at timestamptz not null default now(),
  issued_at timestamptz,
  primary key (caisse_id, id),
  foreign key (caisse_id, reglement_version_id) references reglement_version (caisse_id, id)
);
create unique index allocation_run_number on allocation_run (caisse_id, month, number) where status <> 'cancelled';
create unique index allocation_run_open on allocation_run (caisse_id) where status in ('prepared', 'issuing');

create table allocation_line (
  caisse_id integer not null,
  run_id uuid not null,
  line integer not null check (line >= 1),
  household_id uuid not null,
  account_id bigint not null,
  month text not null,
  outcome text not null check (outcome in ('granted', 'waiting', 'none')),
  amount_cents bigint not null check (amount_cents >= 0),
  -- Lapses at most this much, down to what is kept: what is spent before the issue does not lapse as well.
  expired_cents bigint not null default 0 check (expired_cents >= 0),
  kept_cents bigint not null default 0 check (kept_cents >= 0),
  contribution_cents bigint not null check (contribution_cents >= 0),
  reason jsonb not null,
  primary key (caisse_id, run_id, line)
);
-- A household is granted one allocation a month, whatever the number of runs. Lines of a cancelled run are removed.
create unique index allocation_line_once on allocation_line (caisse_id, household_id, month) where outcome = 'granted';

-- Steps of an issue: each is one gesture of the journal and one commit.
create table allocation_chunk (
  caisse_id integer not null,
  run_id uuid not null,
  first_line integer not null,
  last_line integer not null,
  gesture_id uuid not null,
  issued_at timestamptz not null default now(),
  primary key (caisse_id, run_id, first_line)
);

call enable_tenancy(array['allocation_run', 'allocation_line', 'allocation_chunk']::regclass[]);
