-- A calendar of one's own to subscribe to. Its secret is made from the row's id and the installation's key: not kept here.
create table calendar_subscription (
  caisse_id integer not null references caisse,
  id uuid not null,
  login_account_id uuid not null references login_account,
  created_at timestamptz not null,
  primary key (caisse_id, id),
  unique (caisse_id, login_account_id)
);

call enable_tenancy(array['calendar_subscription']::regclass[]);
