-- From a first word at a market to a place at the table. Nothing here of means, health or origin, and no free note.

-- Where people of the caisse went to meet others: the source of what follows.
create table outreach_action (
  caisse_id integer not null references caisse,
  id uuid not null,
  -- Carried by the QR codes of its flyers.
  token text not null check (token ~ '^[a-z0-9]{8}$'),
  kind text not null check (kind in ('market', 'school', 'door', 'structure', 'event', 'street', 'other')),
  title text not null,
  held_on date not null,
  place_name text not null default '',
  territory_id uuid,
  -- With whom: it sees those it brought, and nobody else.
  structure_id uuid,
  -- How many went there, and to how many they talked.
  team integer not null check (team between 0 and 500),
  talked_to integer not null check (talked_to between 0 and 100000),
  created_at timestamptz not null,
  primary key (caisse_id, id),
  unique (caisse_id, token),
  foreign key (caisse_id, territory_id) references territory (caisse_id, id),
  foreign key (caisse_id, structure_id) references structure (caisse_id, id)
);
create index outreach_action_day on outreach_action (caisse_id, held_on);

-- A request to join came of it.
alter table pre_registration
  add column outreach_action_id uuid,
  add foreign key (caisse_id, outreach_action_id) references outreach_action (caisse_id, id);

-- Somebody who left a name and a way to be reached. Once they ask to join, their name is in their request alone; once
-- nobody has heard of them for three months it is nowhere, and the row only counts.
create table outreach_contact (
  caisse_id integer not null references caisse,
  id uuid not null,
  action_id uuid,
  source text not null check (source in ('market', 'school', 'door', 'structure', 'event', 'street', 'other', 'web', 'desk', 'import')),
  structure_id uuid,
  territory_id uuid,
  met_on date not null,
  given_name text,
  family_name text,
  reach text check (reach in ('mail', 'phone', 'desk')),
  email text,
  phone text,
  language text not null default 'fr',
  -- Which text they agreed to.
  consent text,
  -- When somebody is to speak to them next.
  follow_up_on date,
  last_heard_on date not null,
  -- Came to an information meeting, or said they would.
  meeting_id uuid,
  -- Kept when the request itself is forgotten.
  asked_on date,
  pre_registration_id uuid,
  household_id uuid,
  closed_on date,
  reason text check (reason in ('moved', 'too_far', 'no_time', 'not_for_them', 'elsewhere', 'no_answer', 'undisclosed')),
  forgotten_on date,
  created_at timestamptz not null,
  primary key (caisse_id, id),
  check ((given_name is null) = (reach is null)),
  check (given_name is not null or num_nonnulls(family_name, email, phone, consent, follow_up_on) = 0),
  check (reach is distinct from 'mail' or email is not null),
  check (reach is distinct from 'phone' or phone is not null),
  check ((closed_on is null) = (reason is null)),
  check (forgotten_on is null or given_name is null),
  check (pre_registration_id is null or (asked_on is not null and given_name is null)),
  foreign key (caisse_id, action_id) references outreach_action (caisse_id, id),
  foreign key (caisse_id, structure_id) references structure (caisse_id, id),
  foreign key (caisse_id, territory_id) references territory (caisse_id, id),
  foreign key (caisse_id, meeting_id) references meeting (caisse_id, id),
  foreign key (caisse_id, pre_registration_id) references pre_registration (caisse_id, id)
    on delete set null (pre_registration_id),
  foreign key (caisse_id, household_id) references household (caisse_id, id)
);
create unique index outreach_contact_request on outreach_contact (caisse_id, pre_registration_id)
  where pre_registration_id is not null;
create index outreach_contact_follow_up on outreach_contact (caisse_id, follow_up_on) where follow_up_on is not null;
create index outreach_contact_action on outreach_contact (caisse_id, action_id);

-- Why a household that had come this way left. Without its name: a month and a word.
create table outreach_leaving (
  caisse_id integer not null references caisse,
  id uuid not null,
  left_in text not null check (left_in ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  reason text not null check (reason in ('moved', 'too_far', 'no_time', 'not_for_them', 'elsewhere', 'no_answer', 'undisclosed')),
  noted_at timestamptz not null,
  primary key (caisse_id, id)
);

-- Posters, flyers and invitations: one text, or the same in two languages side by side.
create table poster (
  caisse_id integer not null references caisse,
  id uuid not null,
  kind text not null check (kind in ('poster', 'flyer', 'invitation')),
  format text not null check (format in ('a3', 'a4', 'a5', 'a6')),
  action_id uuid,
  meeting_id uuid,
  -- One or two of { language, title, text }.
  texts jsonb not null,
  changed_at timestamptz not null,
  primary key (caisse_id, id),
  check ((kind = 'invitation') = (meeting_id is not null)),
  foreign key (caisse_id, action_id) references outreach_action (caisse_id, id),
  foreign key (caisse_id, meeting_id) references meeting (caisse_id, id)
);

-- A file of a form tool between its upload and its import; forgotten then, and after a week.
create table outreach_import (
  caisse_id integer not null references caisse,
  id uuid not null,
  name text not null,
  file bytea,
  -- Columns from 0 by field.
  mapping jsonb not null default '{}',
  action_id uuid,
  uploaded_at timestamptz not null,
  done_at timestamptz,
  contacts integer,
  primary key (caisse_id, id),
  check ((done_at is null) = (contacts is null)),
  check (done_at is null or file is null),
  foreign key (caisse_id, action_id) references outreach_action (caisse_id, id)
);

-- Short messages, where the installation has a way to send them.
create table sms_outbox (
  caisse_id integer not null references caisse,
  id uuid not null,
  recipient text not null,
  text text not null check (length(text) <= 160),
  queued_at timestamptz not null,
  sent_at timestamptz,
  failures integer not null default 0,
  primary key (caisse_id, id)
);

call enable_tenancy(array['outreach_action', 'outreach_contact', 'outreach_leaving', 'poster', 'outreach_import',
  'sms_outbox']::regclass[]);

-- How many contacts each night forgot.
alter table retention_report add column contacts integer not null default 0;
