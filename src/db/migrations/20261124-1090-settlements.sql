create table settlement_batch (
  caisse_id integer not null references caisse,
  id uuid not null,
  number integer not null,
  status text not null check (status in ('prepared', 'released', 'closed', 'cancelled')),
  bank_account_id uuid not null references bank_account,
  execution_on date not null,
  total_cents bigint not null check (total_cents > 0),
  digest bytea not null,
  -- How it left: a SEPA file, or a numbered list of transfers to type.
  format text check (format in ('pain.001.001.09', 'pain.001.001.03', 'list')),
  file bytea,
  file_sha256 bytea,
  prepared_at timestamptz not null default now(),
  released_at timestamptz,
  -- The gesture of the journal that released it: what a return corrects.
  gesture_id uuid,
  primary key (caisse_id, id),
  unique (caisse_id, number)
);

create table settlement_line (
  caisse_id integer not null,
  batch_id uuid not null,
  line integer not null check (line >= 1),
  outlet_id uuid not null references outlet,
  account_id bigint not null,
  amount_cents bigint not null check (amount_cents > 0),
  -- As they were when approved: a later change of IBAN does not change a released file.
  holder text not null,
  iban text not null,
  bic text,
  end_to_end_id text not null check (length(end_to_end_id) <= 35),
  status text not null check (status in ('prepared', 'held', 'sent', 'executed', 'returned', 'cancelled')),
  status_on date,
  status_reason text not null default '',
  primary key (caisse_id, batch_id, line),
  unique (caisse_id, end_to_end_id),
  foreign key (caisse_id, batch_id) references settlement_batch (caisse_id, id)
);
-- What is owed to an outlet is in one live batch at most.
create unique index settlement_line_live on settlement_line (caisse_id, outlet_id) where status in ('prepared', 'held');

call enable_tenancy(array['settlement_batch', 'settlement_line']::regclass[]);
