-- One table for both books. A transfer balances by construction: what one account gives, another takes.

create type book as enum ('rights', 'euros');

create type account_kind as enum (
  -- rights: what the caisse granted, what households hold, what outlets accepted, what came back
  'rights_granted', 'rights_household', 'rights_outlet', 'rights_expired', 'rights_returned', 'rights_redeemed',
  -- euros
  'bank', 'cash', 'cheques', 'opening', 'household_contributions', 'third_party_contributions', 'grant',
  'outlet_settlements', 'transfers_in_flight'
);

create type transfer_kind as enum (
  'allocation', 'expiry', 'return_to_pot', 'payment', 'refund', 'settlement', 'settlement_executed', 'settlement_returned',
  'receipt', 'receipt_undone', 'third_party_receipt', 'grant_receipt', 'opening', 'deposit', 'correction'
);

create table account (
  caisse_id integer not null references caisse,
  id bigint generated always as identity,
  book book not null,
  kind account_kind not null,
  -- An outlet, a grant, a bank account. Never a person: households are linked apart, so that the link can be cut.
  owner_id uuid,
  opened_at timestamptz not null default now(),
  primary key (caisse_id, id)
);
create unique index account_owner on account (caisse_id, kind, owner_id) nulls not distinct
  where kind not in ('rights_household', 'household_contributions');

create table household_account (
  caisse_id integer not null references caisse,
  household_id uuid not null,
  book book not null,
  account_id bigint not null,
  primary key (caisse_id, household_id, book),
  foreign key (caisse_id, account_id) references account (caisse_id, id)
);
create unique index household_account_account on household_account (caisse_id, account_id);

-- The only row a payment locks: what a household has left.
create table wallet (
  caisse_id integer not null,
  account_id bigint not null,
  balance_cents bigint not null default 0 check (balance_cents >= 0),
  seq bigint not null default 0,
  primary key (caisse_id, account_id)
) with (fillfactor = 50);

create table transfer (
  gesture_id uuid not null,
  debit_account bigint not null,
  credit_account bigint not null check (credit_account <> debit_account),
  amount_cents bigint not null check (amount_cents > 0),
  at timestamptz not null default now(),
  -- The transaction that wrote the row: tells the seal which rows can no longer be joined by another.
  xact bigint not null default (pg_current_xact_id()::text)::bigint,
  caisse_id integer not null,
  leg integer not null,
  book book not null,
  kind transfer_kind not null,
  -- Transaction ids start anew in a restored database: a restore opens the next epoch.
  epoch smallint not null default 1,
  corrects uuid,
  primary key (caisse_id, gesture_id, leg)
);
create index transfer_debit on transfer (caisse_id, debit_account, at);
create index transfer_credit on transfer (caisse_id, credit_account, at);
create index transfer_xact on transfer using brin (epoch, xact) with (autosummarize = on);

-- The journal in blocks, each head made of the block's rows and the previous head.
create table seal (
  caisse_id integer not null,
  n integer not null,
  epoch smallint not null,
  below_xact bigint not null,
  transfers integer not null check (transfers > 0),
  head bytea not null,
  at timestamptz not null default now(),
  primary key (caisse_id, n)
);

-- What the nightly checks found: rows of ids and amounts, none when all is well.
create table check_report (
  caisse_id integer not null references caisse,
  at timestamptz not null,
  checks integer not null,
  findings jsonb not null,
  primary key (caisse_id, at)
);

call enable_tenancy(array['account', 'household_account', 'wallet', 'transfer', 'seal', 'check_report']::regclass[]);
call make_append_only(array['transfer', 'seal', 'account']::regclass[]);
-- Seals are the worker's: who can write payments cannot vouch for them.
revoke insert on seal from tablee_app;
