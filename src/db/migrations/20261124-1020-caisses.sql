-- One row, once the installation is in use: whether everything in it is invented.
create table installation (
  only_row boolean primary key default true check (only_row),
  demo boolean not null,
  -- False while the demonstration is being put in: a start that finds it so begins anew.
  ready boolean not null
);

-- Installation-wide: legal entities and the caisses they run.

create table organisation (
  id uuid primary key,
  legal_name text not null,
  siren text,
  address text not null default '',
  created_at timestamptz not null default now()
);

create table bank_account (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  holder text not null,
  iban text not null,
  bic text,
  unique (organisation_id, iban)
);

create table signatory (
  organisation_id uuid not null references organisation,
  login_account_id uuid not null references login_account,
  office text not null,
  primary key (organisation_id, login_account_id)
);

create table caisse (
  id integer generated always as identity primary key,
  organisation_id uuid not null references organisation,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null,
  unit_name text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  time_zone text not null,
  bank_account_id uuid references bank_account,
  pilot_from date,
  pilot_until date,
  practice boolean not null default false,
  preset text,
  created_at timestamptz not null default now()
);

-- Per caisse.

create table territory (
  caisse_id integer not null references caisse,
  id uuid not null,
  name text not null,
  primary key (caisse_id, id),
  unique (caisse_id, name)
);

create table decision (
  caisse_id integer not null references caisse,
  id uuid not null,
  number integer not null,
  decided_on date not null,
  body text not null,
  title text not null,
  text text not null default '',
  minutes_url text,
  primary key (caisse_id, id),
  unique (caisse_id, number)
);

create table reglement_version (
  caisse_id integer not null references caisse,
  id uuid not null,
  valid_from date not null check (extract(day from valid_from) = 1),
  decision_id uuid not null,
  origin text not null check (origin in ('published', 'partly_published', 'proposal', 'adopted', 'invented')),
  content jsonb not null,
  adopted_at timestamptz not null default now(),
  primary key (caisse_id, id),
  -- Two versions may start in the same month: the last adopted one is in force, the other stays readable.
  foreign key (caisse_id, decision_id) references decision (caisse_id, id)
);
create index reglement_version_from on reglement_version (caisse_id, valid_from, adopted_at);

call enable_tenancy(array['territory', 'decision', 'reglement_version']::regclass[]);
call make_append_only(array['decision', 'reglement_version']::regclass[]);
