-- Installation-wide: an outlet has one file, whatever the number of caisses that accredit it.
create table outlet (
  id uuid primary key,
  kind text not null check (kind in ('shop', 'market_stall', 'producer', 'amap', 'buying_group', 'other')),
  legal_name text not null,
  trade_name text not null,
  siren text,
  address text not null default '',
  opening text not null default '',
  iban text,
  iban_holder text,
  bic text,
  -- Opened the file: this caisse, and those that have an agreement, may change it.
  kept_by integer not null references caisse,
  created_at timestamptz not null default now()
);

-- The outlet's own phone or tablet. Only a hash of its secret is kept.
create table device (
  id uuid primary key,
  outlet_id uuid not null references outlet,
  label text not null,
  token_hash bytea not null unique,
  enrolled_at timestamptz not null default now(),
  revoked_at timestamptz
);
create index device_outlet on device (outlet_id);

-- Per caisse: the signed agreement that allows payments from a day to a day.
create table agreement (
  caisse_id integer not null references caisse,
  id uuid not null,
  outlet_id uuid not null references outlet,
  account_id bigint not null,
  decision_id uuid not null,
  signed_on date not null,
  from_on date not null,
  to_on date check (to_on >= from_on),
  -- What is covered, in words: everything, or products and rates.
  scope text not null,
  suspended_at timestamptz,
  primary key (caisse_id, id),
  foreign key (caisse_id, account_id) references account (caisse_id, id),
  foreign key (caisse_id, decision_id) references decision (caisse_id, id)
);
create index agreement_outlet on agreement (caisse_id, outlet_id);

call enable_tenancy(array['agreement']::regclass[]);

-- A till serves every caisse that accredits its outlet: an outlet always sees its own agreements.
create policy own_outlet on agreement for select
  using (outlet_id = nullif(current_setting('tablee.outlet', true), '')::uuid);
