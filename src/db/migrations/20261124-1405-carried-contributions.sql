-- Euros that count for a household without coming in: of one that joined it, or paid ahead before Tablée.
alter type transfer_kind add value 'contribution_carried';
alter type account_kind add value 'advances_before';

create table carried_contribution (
  caisse_id integer not null references caisse,
  -- Of the journal: its leg tells the same.
  gesture_id uuid not null,
  -- They count for this household from then on,
  household_id uuid not null,
  -- and no more for that one; null where they came in before Tablée.
  from_household_id uuid,
  amount_cents bigint not null check (amount_cents > 0),
  carried_on date not null,
  at timestamptz not null,
  primary key (caisse_id, gesture_id, household_id),
  foreign key (caisse_id, household_id) references household (caisse_id, id),
  foreign key (caisse_id, from_household_id) references household (caisse_id, id),
  check (household_id <> from_household_id)
);
create index carried_contribution_to on carried_contribution (caisse_id, household_id);
create index carried_contribution_from on carried_contribution (caisse_id, from_household_id);

call enable_tenancy(array['carried_contribution']::regclass[]);
call make_append_only(array['carried_contribution']::regclass[]);

-- All that counts as a household's own contribution, with its sign: what it brought, less what was undone, and what was carried.
create view received_contribution with (security_invoker = true) as
select caisse_id, household_id, received_on,
  case when undoes_receipt_id is null then amount_cents else -amount_cents end as cents
from receipt where method <> 'third_party'
union all
select caisse_id, household_id, carried_on, amount_cents from carried_contribution
union all
select caisse_id, from_household_id, carried_on, -amount_cents from carried_contribution where from_household_id is not null;
