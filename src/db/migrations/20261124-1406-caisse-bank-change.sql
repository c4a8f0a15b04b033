-- Another bank account for the caisse: asked for by one person, and used once another has confirmed exactly that.
create table caisse_bank_change (
  caisse_id integer not null references caisse,
  id uuid not null,
  holder text not null,
  iban text not null,
  bic text,
  -- Of exactly what is signed.
  digest bytea not null,
  status text not null check (status in ('asked', 'confirmed', 'withdrawn')),
  asked_at timestamptz not null,
  ended_at timestamptz,
  primary key (caisse_id, id),
  check ((status = 'asked') = (ended_at is null))
);
create unique index caisse_bank_change_asked on caisse_bank_change (caisse_id) where status = 'asked';

call enable_tenancy(array['caisse_bank_change']::regclass[]);
