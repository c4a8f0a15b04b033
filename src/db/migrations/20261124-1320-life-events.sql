-- What happens in the life of households: each event dated, done once, never rewritten.

-- Rights that follow people from one household to another.
alter type transfer_kind add value 'household_share';

alter table household
  -- Who left may spend what is left until that day; then it returns to the pot.
  add column rights_until date,
  add check (rights_until >= leaves_on);

-- Months in which a household neither owes nor receives: it asked for a break, or it counted in another one.
create table household_pause (
  caisse_id integer not null references caisse,
  id uuid not null,
  household_id uuid not null,
  from_month text not null check (from_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  until_month text not null check (until_month >= from_month),
  reason text not null check (reason in ('pause', 'counted_before')),
  primary key (caisse_id, id),
  foreign key (caisse_id, household_id) references household (caisse_id, id)
);
create index household_pause_household on household_pause (caisse_id, household_id, from_month);

-- Ids, days and amounts only, no name and no reason; its id is the gesture's.
create table life_event (
  caisse_id integer not null references caisse,
  id uuid not null,
  household_id uuid not null,
  kind text not null check (kind in ('birth', 'arrival', 'of_age', 'departure', 'split', 'merge', 'move', 'pause', 'leaving',
    'death', 'leftovers', 'given_back', 'undo')),
  on_day date not null,
  person_id uuid,
  -- Of a split the new household, of a merge the one that goes on: where rights went.
  other_household_id uuid,
  -- Rights that moved.
  cents bigint check (cents >= 0),
  until_on date,
  -- What an undoing needs to know: which territory it was.
  territory_before uuid,
  undoes uuid,
  written_at timestamptz not null,
  primary key (caisse_id, id),
  unique (caisse_id, undoes),
  check ((kind = 'undo') = (undoes is not null)),
  check ((kind in ('split', 'merge')) = (other_household_id is not null)),
  foreign key (caisse_id, household_id) references household (caisse_id, id),
  foreign key (caisse_id, other_household_id) references household (caisse_id, id),
  foreign key (caisse_id, person_id) references person (caisse_id, id),
  foreign key (caisse_id, undoes) references life_event (caisse_id, id)
);
create index life_event_household on life_event (caisse_id, household_id);
create index life_event_other on life_event (caisse_id, other_household_id);

call enable_tenancy(array['household_pause', 'life_event']::regclass[]);
call make_append_only(array['life_event']::regclass[]);
