-- Somebody who would like to join: how to reach them and how many they are. Nothing of their means, health or origin.
create table pre_registration (
  caisse_id integer not null references caisse,
  id uuid not null,
  given_name text not null,
  family_name text not null default '',
  -- How they wish to be reached; `desk`: they come by, or somebody at the association tells them.
  reach text not null check (reach in ('mail', 'phone', 'desk')),
  email text,
  phone text,
  structure_id uuid,
  adults smallint not null check (adults between 1 and 12),
  children smallint not null check (children between 0 and 12),
  territory_id uuid,
  language text not null default 'fr',
  source text not null check (source in ('web', 'desk', 'structure')),
  -- Which text they agreed to.
  consent text not null,
  status text not null check (status in ('asked', 'waiting', 'invited', 'registered', 'declined', 'withdrawn')),
  -- The last thing that happened: what nobody answers is forgotten three months after.
  status_on date not null,
  wave_id uuid,
  household_id uuid,
  created_at timestamptz not null,
  primary key (caisse_id, id),
  check (reach <> 'mail' or email is not null),
  check (reach <> 'phone' or phone is not null),
  check ((status = 'registered') = (household_id is not null)),
  check (status <> 'invited' or wave_id is not null),
  foreign key (caisse_id, structure_id) references structure (caisse_id, id),
  foreign key (caisse_id, territory_id) references territory (caisse_id, id),
  foreign key (caisse_id, wave_id) references wave (caisse_id, id),
  foreign key (caisse_id, household_id) references household (caisse_id, id)
);
create index pre_registration_status on pre_registration (caisse_id, status, created_at);

alter table wave
  -- Where and when one comes to join with this wave, in the caisse's own words.
  add column meeting text not null default '';

call enable_tenancy(array['pre_registration']::regclass[]);
