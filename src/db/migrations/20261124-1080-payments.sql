-- Installation-wide, without a name: tells which caisse a number belongs to.
create table resident_number (
  number text primary key check (number ~ '^\d{8}$'),
  caisse_id integer not null references caisse
);

-- An adult who may spend the household's rights, with a number and a code.
create table payer (
  caisse_id integer not null,
  person_id uuid not null,
  number text not null references resident_number,
  account_id bigint not null,
  -- HMAC of number and code under a secret kept outside the database; null until the person chose a code.
  code_hmac bytea,
  failures smallint not null default 0,
  locked_until timestamptz,
  blocked_at timestamptz,
  -- With too little left, pay what can be paid: the person's own choice.
  pays_in_part boolean not null default false,
  primary key (caisse_id, person_id),
  unique (caisse_id, number),
  foreign key (caisse_id, person_id) references person (caisse_id, id),
  foreign key (caisse_id, account_id) references account (caisse_id, id)
);

call enable_tenancy(array['payer']::regclass[]);

-- Installation-wide: wrong numbers and codes typed on an outlet's device, counted over a while from `since`.
create table device_tries (
  device_id uuid primary key references device,
  failures smallint not null,
  since timestamptz not null
);
