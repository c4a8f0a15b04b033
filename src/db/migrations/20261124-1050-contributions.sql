-- What a household chose to give each month, from a month on; the latest one that started counts.
create table pledge (
  caisse_id integer not null references caisse,
  id uuid not null,
  household_id uuid not null,
  from_month text not null check (from_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  amount_cents bigint not null check (amount_cents >= 0),
  -- The employer or institution that pays part of it, where the règlement says that one may.
  third_party_name text,
  created_at timestamptz not null default now(),
  primary key (caisse_id, id),
  foreign key (caisse_id, household_id) references household (caisse_id, id)
);
create index pledge_household on pledge (caisse_id, household_id, from_month, created_at);

-- An amount under the floor, agreed until a month. No reason is asked or kept.
create table contribution_exception (
  caisse_id integer not null references caisse,
  id uuid not null,
  household_id uuid not null,
  amount_cents bigint not null check (amount_cents >= 0),
  from_month text not null check (from_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  until_month text not null check (until_month >= from_month),
  created_at timestamptz not null default now(),
  primary key (caisse_id, id),
  foreign key (caisse_id, household_id) references household (caisse_id, id)
);
create index contribution_exception_household on contribution_exception (caisse_id, household_id, until_month);

create table due (
  caisse_id integer not null references caisse,
  household_id uuid not null,
  month text not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  -- What the household itself owes; what somebody pays in its place is owed apart.
  amount_cents bigint not null check (amount_cents >= 0),
  third_party_cents bigint not null default 0 check (third_party_cents >= 0),
  waived_cents bigint not null default 0 check (waived_cents between 0 and amount_cents),
  reason jsonb not null,
  reglement_version_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (caisse_id, household_id, month),
  foreign key (caisse_id, household_id) references household (caisse_id, id),
  foreign key (caisse_id, reglement_version_id) references reglement_version (caisse_id, id)
);
create index due_month on due (caisse_id, month, household_id);

-- Euros that came in for a household. Undone by a counter-transfer, never deleted.
create table receipt (
  caisse_id integer not null references caisse,
  id uuid not null,
  gesture_id uuid not null,
  household_id uuid not null,
  method text not null check (method in ('cash', 'cheque', 'transfer', 'card', 'third_party')),
  amount_cents bigint not null check (amount_cents > 0),
  received_on date not null,
  reference text not null default '',
  undoes_receipt_id uuid,
  created_at timestamptz not null default now(),
  primary key (caisse_id, id),
  unique (caisse_id, undoes_receipt_id),
  foreign key (caisse_id, household_id) references household (caisse_id, id),
  foreign key (caisse_id, undoes_receipt_id) references receipt (caisse_id, id)
);
create index receipt_household on receipt (caisse_id, household_id);
create index receipt_received on receipt (caisse_id, received_on);

call enable_tenancy(array['pledge', 'contribution_exception', 'due', 'receipt']::regclass[]);
call make_append_only(array['receipt', 'pledge']::regclass[]);
