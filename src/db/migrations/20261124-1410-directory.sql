-- The address book: residents as `person` knows them, other people, and the organisations one works with.

create table partner (
  caisse_id integer not null references caisse,
  id uuid not null,
  kind text not null check (
    kind in ('association', 'social_centre', 'shop', 'farm', 'town_hall', 'foundation', 'lab', 'other')
  ),
  -- A structure that accompanies residents, or an outlet: it bears the same id, and its name is read there.
  structure_id uuid,
  outlet_id uuid references outlet,
  name text,
  email text,
  phone text,
  website text,
  address text not null default '',
  tags text[] not null default '{}',
  ended_on date,
  created_at timestamptz not null,
  primary key (caisse_id, id),
  unique (caisse_id, name),
  check (num_nonnulls(structure_id, outlet_id, name) = 1),
  check (coalesce(structure_id, outlet_id, id) = id),
  foreign key (caisse_id, structure_id) references structure (caisse_id, id)
);

create table partner_territory (
  caisse_id integer not null references caisse,
  partner_id uuid not null,
  territory_id uuid not null,
  primary key (caisse_id, partner_id, territory_id),
  foreign key (caisse_id, partner_id) references partner (caisse_id, id) on delete cascade,
  foreign key (caisse_id, territory_id) references territory (caisse_id, id)
);

create table contact (
  caisse_id integer not null references caisse,
  id uuid not null,
  -- A resident bears the same id: their name and addresses stay in `person`, and are read there.
  person_id uuid,
  given_name text not null default '',
  family_name text not null default '',
  email text,
  phone text,
  -- What another card said of the same person, before they were brought together.
  other_names text[] not null default '{}',
  other_emails text[] not null default '{}',
  other_phones text[] not null default '{}',
  territory_id uuid,
  tags text[] not null default '{}',
  -- The last day on which somebody knew that it holds: three years later it is forgotten.
  confirmed_on date not null,
  created_at timestamptz not null,
  primary key (caisse_id, id),
  check (coalesce(person_id, id) = id),
  check (
    case when person_id is null then given_name || family_name <> ''
    else given_name || family_name = '' and num_nonnulls(email, phone, territory_id) = 0 end
  ),
  foreign key (caisse_id, person_id) references person (caisse_id, id),
  foreign key (caisse_id, territory_id) references territory (caisse_id, id)
);

create table contact_role (
  caisse_id integer not null references caisse,
  id uuid not null,
  contact_id uuid not null,
  role text not null check (
    role in ('team', 'volunteer', 'referent', 'partner', 'elected', 'funder', 'research', 'press', 'other')
  ),
  -- Where they work or sit.
  partner_id uuid,
  -- What they do there; for the team, their mission.
  title text not null default '',
  -- Of a full time, for the team.
  working_percent smallint check (working_percent between 1 and 100),
  territory_id uuid,
  from_on date not null,
  to_on date check (to_on >= from_on),
  primary key (caisse_id, id),
  check (role = 'team' or working_percent is null),
  foreign key (caisse_id, contact_id) references contact (caisse_id, id) on delete cascade,
  foreign key (caisse_id, partner_id) references partner (caisse_id, id),
  foreign key (caisse_id, territory_id) references territory (caisse_id, id)
);
create index contact_role_contact on contact_role (caisse_id, contact_id);
create index contact_role_partner on contact_role (caisse_id, partner_id) where partner_id is not null;

-- A yes to one use, with its day and where it was said; said again, it begins anew; withdrawn by a word.
create table contact_consent (
  caisse_id integer not null references caisse,
  id uuid not null,
  contact_id uuid not null,
  purpose text not null check (purpose in ('newsletter', 'photo', 'calls', 'public_contact', 'sharing')),
  given_on date not null,
  source text not null check (source in ('web', 'paper', 'spoken', 'mail', 'phone')),
  until_on date check (until_on >= given_on),
  withdrawn_at timestamptz,
  primary key (caisse_id, id),
  foreign key (caisse_id, contact_id) references contact (caisse_id, id) on delete cascade
);
create unique index contact_consent_live on contact_consent (caisse_id, contact_id, purpose)
  where withdrawn_at is null;

-- Where people reach the caisse: mailboxes and numbers of a function, by territory.
create table public_contact (
  caisse_id integer not null references caisse,
  id uuid not null,
  territory_id uuid,
  name text not null,
  email text,
  phone text,
  -- When somebody answers, in words.
  hours text not null default '',
  -- Somebody's own address or number: shown while they agree, until a day.
  contact_id uuid,
  until_on date,
  primary key (caisse_id, id),
  check (email is not null or phone is not null),
  check (contact_id is null or until_on is not null),
  foreign key (caisse_id, territory_id) references territory (caisse_id, id),
  foreign key (caisse_id, contact_id) references contact (caisse_id, id) on delete cascade
);

-- Two cards that became one: who did it and when. Nothing of what was in them.
create table contact_merge (
  caisse_id integer not null references caisse,
  id uuid not null,
  kept_id uuid not null,
  gone_id uuid not null,
  merged_at timestamptz not null,
  merged_by uuid references login_account,
  primary key (caisse_id, id),
  foreign key (caisse_id, kept_id) references contact (caisse_id, id) on delete cascade
);
create index contact_merge_kept on contact_merge (caisse_id, kept_id);

-- Two people who only look alike: not asked again.
create table contact_distinct (
  caisse_id integer not null references caisse,
  one_id uuid not null,
  other_id uuid not null check (other_id > one_id),
  said_at timestamptz not null,
  primary key (caisse_id, one_id, other_id)
);

-- A file of contacts between its upload and its import.
create table contact_import (
  caisse_id integer not null references caisse,
  id uuid not null,
  name text not null,
  -- Forgotten once it is imported or dropped, and after a week.
  file bytea,
  mapping jsonb not null,
  status text not null check (status in ('read', 'done', 'dropped')),
  uploaded_at timestamptz not null,
  uploaded_by uuid references login_account,
  contacts integer,
  primary key (caisse_id, id),
  check ((status = 'read') = (file is not null)),
  check ((status = 'done') = (contacts is not null))
);

call enable_tenancy(array[
  'partner', 'partner_territory', 'contact', 'contact_role', 'contact_consent', 'public_contact', 'contact_merge',
  'contact_distinct', 'contact_import'
]::regclass[]);
