create table wave (
  caisse_id integer not null references caisse,
  id uuid not null,
  name text not null,
  starts_on date not null,
  planned_households integer check (planned_households > 0),
  primary key (caisse_id, id),
  unique (caisse_id, name)
);

-- Who shares one allocation: a single person, a household, or a group that shares a food budget.
create table household (
  caisse_id integer not null references caisse,
  id uuid not null,
  kind text not null check (kind in ('single', 'household', 'shared_budget_group')),
  name text not null,
  -- What people write on a transfer; tells nothing about them.
  payment_reference text not null,
  wave_id uuid,
  territory_id uuid,
  entered_on date not null,
  leaves_on date check (leaves_on >= entered_on),
  created_at timestamptz not null default now(),
  primary key (caisse_id, id),
  unique (caisse_id, payment_reference),
  foreign key (caisse_id, wave_id) references wave (caisse_id, id),
  foreign key (caisse_id, territory_id) references territory (caisse_id, id)
);

create table person (
  caisse_id integer not null references caisse,
  id uuid not null,
  given_name text not null,
  family_name text not null default '',
  -- Month and year only: enough for an age limit, and no more than that.
  birth_month text check (birth_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  email text,
  phone text,
  language text not null default 'fr',
  login_account_id uuid references login_account,
  created_at timestamptz not null default now(),
  primary key (caisse_id, id)
);
create index person_login on person (login_account_id);

create table household_member (
  caisse_id integer not null references caisse,
  household_id uuid not null,
  person_id uuid not null,
  child boolean not null,
  from_on date not null,
  to_on date check (to_on >= from_on),
  primary key (caisse_id, household_id, person_id, from_on),
  foreign key (caisse_id, household_id) references household (caisse_id, id),
  foreign key (caisse_id, person_id) references person (caisse_id, id)
);
create index household_member_person on household_member (caisse_id, person_id);

call enable_tenancy(array['wave', 'household', 'person', 'household_member']::regclass[]);
