-- Installation-wide: who signs in, from which session or device.

create table login_account (
  id uuid primary key,
  email text,
  display_name text not null,
  locale text not null default 'fr',
  created_at timestamptz not null default now(),
  disabled_at timestamptz
);
-- One address may serve several people of a family: not unique.
create index login_account_email on login_account (lower(email));

create table sign_in_link (
  token_hash bytea primary key,
  email text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);

create table session (
  token_hash bytea primary key,
  login_account_id uuid not null references login_account,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  user_agent text not null default ''
);
create index session_account on session (login_account_id);

-- Per caisse.

create table role_grant (
  caisse_id integer not null,
  id uuid not null,
  login_account_id uuid not null references login_account,
  role text not null check (role in ('resident', 'outlet_manager', 'committee_member', 'coordinator', 'treasurer', 'administrator')),
  from_on date not null,
  until_on date,
  primary key (caisse_id, id)
);
create index role_grant_account on role_grant (login_account_id);

-- Two people for what moves money: the digest is of exactly what each of them saw.
create table approval (
  caisse_id integer not null,
  subject_kind text not null,
  subject_id uuid not null,
  login_account_id uuid not null references login_account,
  digest bytea not null,
  at timestamptz not null default now(),
  primary key (caisse_id, subject_kind, subject_id, login_account_id)
);

-- Each POST that changed something: who, what, on which object, and its answer for a repeated key.
create table gesture (
  caisse_id integer not null,
  id uuid not null,
  kind text not null,
  login_account_id uuid,
  device_id uuid,
  subject_id uuid,
  request_hash bytea not null,
  answer jsonb,
  at timestamptz not null default now(),
  primary key (caisse_id, id)
);

call enable_tenancy(array['role_grant', 'approval', 'gesture']::regclass[]);
call make_append_only(array['gesture', 'approval']::regclass[]);

-- At sign-in the caisses of a person are not yet known: a person always sees their own roles.
create policy own_roles on role_grant for select
  using (login_account_id = nullif(current_setting('tablee.account', true), '')::uuid);
