-- Closing a month: what moved in it by the day it moved, what was counted and read, and the papers two people signed.

-- What explains a gap between the journal and the bank or the cash box: fees, interest, a cent that is missing.
alter type account_kind add value 'differences';

-- The journal tells when a leg was written; this, the day its money moved (a receipt's day, the bank's day).
create table dated_transfer (
  caisse_id integer not null,
  gesture_id uuid not null,
  leg integer not null,
  on_day date not null,
  primary key (caisse_id, gesture_id, leg)
);

-- Nothing is dated any more in this month nor in those before it.
create table closed_month (
  caisse_id integer not null references caisse,
  month text not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  closed_at timestamptz not null,
  primary key (caisse_id, month)
);

-- The numbers of the receipt book: one after the other in each year, none missing.
create table receipt_number (
  caisse_id integer not null,
  year integer not null,
  number integer not null check (number >= 1),
  receipt_id uuid not null,
  primary key (caisse_id, year, number),
  unique (caisse_id, receipt_id),
  foreign key (caisse_id, receipt_id) references receipt (caisse_id, id)
);

-- Installation-wide, like the outlet: where it asks to be paid from now on. One asks, another confirms after a call.
create table outlet_bank_change (
  id uuid primary key,
  outlet_id uuid not null references outlet,
  asked_in integer not null references caisse,
  holder text not null,
  iban text not null,
  bic text,
  previous_holder text,
  previous_iban text,
  asked_by uuid references login_account,
  asked_at timestamptz not null,
  -- Whom one reached at a number known before, and when.
  called_name text,
  called_on date,
  confirmed_by uuid references login_account,
  confirmed_at timestamptz,
  -- No batch pays this account before.
  usable_from timestamptz,
  withdrawn_at timestamptz,
  check ((confirmed_at is null) = (usable_from is null)),
  check ((confirmed_at is null) = (called_name is null)),
  check ((confirmed_at is null) = (called_on is null)),
  check (confirmed_at is null or withdrawn_at is null),
  -- Never one person alone.
  check (confirmed_by is distinct from asked_by or confirmed_by is null)
);
create unique index outlet_bank_change_waiting on outlet_bank_change (outlet_id)
  where confirmed_at is null and withdrawn_at is null;
create index outlet_bank_change_outlet on outlet_bank_change (outlet_id, asked_at);

alter table settlement_batch
  -- Purchases of this instant and later were left for the next batch.
  add column covers_until timestamptz;
alter table settlement_line
  add column executed_on date,
  -- What the bank said when it compared the holder's name with the account.
  add column payee_check text check (payee_check in ('match', 'close_match', 'no_match', 'not_possible'));

create table bank_reading (
  caisse_id integer not null references caisse,
  id uuid not null,
  bank_account_id uuid not null references bank_account,
  on_day date not null,
  balance_cents bigint not null,
  -- Of that, what the journals of other caisses on the same account say is theirs.
  others_cents bigint not null default 0,
  read_at timestamptz not null,
  primary key (caisse_id, id)
);

create table cash_count (
  caisse_id integer not null references caisse,
  id uuid not null,
  on_day date not null,
  -- How many of each coin and note, by its value in cents.
  pieces jsonb not null,
  total_cents bigint not null check (total_cents >= 0),
  counted_at timestamptz not null,
  primary key (caisse_id, id)
);

-- Cash or cheques brought to the bank, under a number of their own; its id is the gesture's.
create table deposit (
  caisse_id integer not null references caisse,
  id uuid not null,
  kind text not null check (kind in ('cash', 'cheques')),
  number integer not null check (number >= 1),
  on_day date not null,
  amount_cents bigint not null check (amount_cents > 0),
  primary key (caisse_id, id),
  unique (caisse_id, kind, number)
);
create table deposit_cheque (
  caisse_id integer not null,
  deposit_id uuid not null,
  receipt_id uuid not null,
  primary key (caisse_id, deposit_id, receipt_id),
  unique (caisse_id, receipt_id),
  foreign key (caisse_id, deposit_id) references deposit (caisse_id, id),
  foreign key (caisse_id, receipt_id) references receipt (caisse_id, id)
);

-- What the bank or the cash box held more (or less) than the journal said, and why; its id is the gesture's.
create table difference (
  caisse_id integer not null references caisse,
  id uuid not null,
  place text not null check (place in ('bank', 'cash')),
  amount_cents bigint not null check (amount_cents <> 0),
  on_day date not null,
  reason text not null check (reason in ('bank_fee', 'bank_interest', 'rounding', 'miscount', 'unknown', 'other')),
  words text not null default '',
  primary key (caisse_id, id)
);

create table treasury_setting (
  caisse_id integer not null references caisse,
  -- Days after the first of the month before anybody is called about a due.
  grace_days integer not null check (grace_days between 0 and 90),
  primary key (caisse_id)
);

-- A month as two people sign it: its figures then, and afterwards the paper, kept under its own SHA-256.
create table closing (
  caisse_id integer not null references caisse,
  id uuid not null,
  month text not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  status text not null check (status in ('prepared', 'closed', 'cancelled')),
  figures jsonb not null,
  digest bytea not null,
  prepared_at timestamptz not null,
  closed_at timestamptz,
  document_sha256 bytea,
  primary key (caisse_id, id),
  check ((status = 'closed') = (closed_at is not null and document_sha256 is not null))
);
create unique index closing_live on closing (caisse_id, month) where status <> 'cancelled';

create table closing_document (
  caisse_id integer not null references caisse,
  sha256 bytea not null check (sha256 = sha256(bytes)),
  bytes bytea not null,
  primary key (caisse_id, sha256)
);

call enable_tenancy(array['dated_transfer', 'closed_month', 'receipt_number', 'bank_reading', 'cash_count', 'deposit',
  'deposit_cheque', 'difference', 'treasury_setting', 'closing', 'closing_document']::regclass[]);
call make_append_only(array['dated_transfer', 'closed_month', 'receipt_number', 'bank_reading', 'cash_count', 'deposit',
  'deposit_cheque', 'difference', 'closing_document']::regclass[]);
