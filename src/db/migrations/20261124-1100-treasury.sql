create table grant_award (
  caisse_id integer not null references caisse,
  id uuid not null,
  funder text not null,
  purpose text not null default '',
  promised_cents bigint not null check (promised_cents > 0),
  awarded_on date not null,
  -- A promise that is not signed does not count in the months that are left.
  signed boolean not null,
  account_id bigint not null,
  primary key (caisse_id, id),
  foreign key (caisse_id, account_id) references account (caisse_id, id)
);

create table grant_tranche (
  caisse_id integer not null,
  grant_id uuid not null,
  number integer not null check (number >= 1),
  expected_on date not null,
  amount_cents bigint not null check (amount_cents > 0),
  received_on date,
  gesture_id uuid,
  primary key (caisse_id, grant_id, number),
  check ((received_on is null) = (gesture_id is null)),
  foreign key (caisse_id, grant_id) references grant_award (caisse_id, id)
);

call enable_tenancy(array['grant_award', 'grant_tranche']::regclass[]);
