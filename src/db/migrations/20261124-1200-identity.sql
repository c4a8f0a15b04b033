-- Roles of people beyond the team, each with what it reaches; a role that ends is kept with its dates.
alter table role_grant
  drop constraint role_grant_role_check,
  add constraint role_grant_role_check check (role in (
    'resident', 'helper', 'partner_structure', 'outlet_staff', 'outlet_manager', 'committee_member', 'coordinator',
    'treasurer', 'evaluator', 'administrator'
  )),
  add column scope_kind text not null default 'caisse'
    check (scope_kind in ('caisse', 'territory', 'outlet', 'structure', 'person')),
  add column scope_id uuid,
  -- Signs in place of somebody who is away: the same role, told apart on the team's page.
  add column deputy boolean not null default false,
  add column ended_at timestamptz,
  add check ((scope_kind = 'caisse') = (scope_id is null)),
  add check (until_on is null or until_on >= from_on);

-- A browser that somebody signed in from. `id` names it on their page; the token stays in the browser alone.
alter table session
  add column id uuid not null default gen_random_uuid(),
  add column kind text not null default 'full' check (kind in ('full', 'number')),
  add column second_factor_at timestamptz,
  -- A session by number and code stands for a person of a caisse, who may have no sign-in of their own.
  add column in_caisse integer references caisse,
  add column person_id uuid,
  add column person_name text,
  alter column login_account_id drop not null,
  add check ((kind = 'full') = (login_account_id is not null)),
  add check ((kind = 'number') = (in_caisse is not null and person_id is not null and person_name is not null));
create unique index session_id on session (id);
create index session_person on session (in_caisse, person_id) where kind = 'number';

-- Browsers that somebody came from before: another one is told to them by mail.
create table known_device (
  login_account_id uuid not null references login_account,
  device_hash bytea not null,
  first_seen_at timestamptz not null,
  primary key (login_account_id, device_hash)
);

-- One-time codes by an application. The secret is sealed under a key that never enters the database.
create table one_time_secret (
  login_account_id uuid primary key references login_account,
  sealed bytea not null,
  confirmed_at timestamptz,
  -- The 30 seconds of the last code accepted: none is accepted twice.
  last_step bigint not null default 0
);

create table recovery_code (
  login_account_id uuid not null references login_account,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (login_account_id, code_hash)
);

create table passkey (
  id text primary key,
  login_account_id uuid not null references login_account,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_account on passkey (login_account_id);

-- What was asked of an authenticator, once answered: never answered twice.
create table spent_challenge (
  challenge_hash bytea primary key,
  at timestamptz not null
);

-- Wrong guesses at a door, counted over a while from `since`. `door` is an HMAC: neither an address nor a number.
create table guess (
  door bytea primary key,
  failures smallint not null,
  since timestamptz not null,
  locked_until timestamptz
);

-- Every mail on its way, and those of the last month. Once sent, its text is forgotten.
create table mail_outbox (
  id uuid primary key,
  -- The caisse that writes; null for sign-in mails, which are the installation's.
  sender_caisse integer references caisse,
  recipient text not null,
  subject text not null,
  text text not null,
  queued_at timestamptz not null,
  sent_at timestamptz,
  failures smallint not null default 0
);
create index mail_outbox_queued on mail_outbox (queued_at);

-- Those who accompany residents: an association, a social centre. Its members hold the role `partner_structure`.
create table structure (
  caisse_id integer not null references caisse,
  id uuid not null,
  kind text not null check (kind in ('association', 'social_centre', 'town_hall', 'other')),
  name text not null,
  from_on date not null,
  ended_at timestamptz,
  primary key (caisse_id, id),
  unique (caisse_id, name)
);

-- What somebody lets a relative or a structure see and do for them: dated, signed, revoked when they like.
create table mandate (
  caisse_id integer not null references caisse,
  id uuid not null,
  person_id uuid not null,
  helper_account_id uuid references login_account,
  structure_id uuid,
  powers text[] not null check (cardinality(powers) > 0),
  signed_on date not null,
  until_on date not null check (until_on >= signed_on),
  revoked_at timestamptz,
  primary key (caisse_id, id),
  foreign key (caisse_id, person_id) references person (caisse_id, id),
  foreign key (caisse_id, structure_id) references structure (caisse_id, id),
  check (num_nonnulls(helper_account_id, structure_id) = 1)
);
create index mandate_person on mandate (caisse_id, person_id);
create index mandate_helper on mandate (helper_account_id);

call enable_tenancy(array['structure', 'mandate']::regclass[]);
