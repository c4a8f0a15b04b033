alter table device
  -- Whose own phone it is, opened by their session: no secret does.
  add column login_account_id uuid references login_account,
  alter column token_hash drop not null,
  add constraint device_opened_by check ((token_hash is null) = (login_account_id is not null));
create unique index device_of_account on device (outlet_id, login_account_id) where login_account_id is not null;

-- Installation-wide: a code that makes a phone or a tablet the outlet's, typed on it once, within the hour.
-- Only an HMAC of it is kept.
create table device_enrolment (
  code_hmac bytea primary key,
  outlet_id uuid not null references outlet,
  label text not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- What happened to an agreement after it was signed, on which day and in whose words.
create table agreement_change (
  caisse_id integer not null references caisse,
  id uuid not null,
  agreement_id uuid not null,
  change text not null check (change in ('suspend', 'resume', 'end')),
  -- The day from which it holds; of an end, the last day.
  day date not null,
  words text not null default '',
  login_account_id uuid references login_account,
  at timestamptz not null,
  primary key (caisse_id, id),
  foreign key (caisse_id, agreement_id) references agreement (caisse_id, id)
);
create index agreement_change_agreement on agreement_change (caisse_id, agreement_id);

call enable_tenancy(array['agreement_change']::regclass[]);
