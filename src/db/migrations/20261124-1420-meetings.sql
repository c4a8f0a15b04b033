-- What people need to know before they come, and what follows from their coming.

-- The dates of a series come from a rule (RFC 5545, RRULE) read on the caisse's own clock; each is a meeting of its own
-- that may be moved or cancelled alone. Days that the rule gives and that nobody wants are kept beside it.
create table meeting_series (
  caisse_id integer not null references caisse,
  id uuid not null,
  title text not null,
  rule text not null,
  -- On the caisse's clock, without a zone: ten o'clock stays ten o'clock when summer time ends.
  starts_local timestamp not null,
  minutes integer not null check (minutes between 1 and 20160),
  skipped date[] not null default '{}',
  created_at timestamptz not null,
  primary key (caisse_id, id)
);

alter table meeting
  add column series_id uuid,
  -- The day that the rule gave, whatever became of it.
  add column series_day date,
  -- Null: nobody has looked yet.
  add column step_free boolean,
  add column access text not null default '',
  add column childcare boolean not null default false,
  -- What there is to eat; empty when there is nothing.
  add column meal text not null default '',
  -- How to come.
  add column transport text not null default '',
  add column registers boolean not null default true,
  -- Why it is cancelled, or what changed, in the team's words.
  add column told text not null default '',
  -- How many came, kept when the names are forgotten.
  add column came integer check (came >= 0),
  add column registrations_forgotten_at timestamptz,
  add foreign key (caisse_id, series_id) references meeting_series (caisse_id, id),
  add check ((series_id is null) = (series_day is null)),
  add unique (caisse_id, series_id, series_day);

-- Somebody of the caisse, or somebody who left a name and a way to be reached, or only a name given at the desk.
create table meeting_registration (
  caisse_id integer not null references caisse,
  id uuid not null,
  meeting_id uuid not null,
  person_id uuid,
  name text not null default '',
  email text,
  phone text,
  language text not null default 'fr',
  status text not null check (status in ('registered', 'waiting', 'withdrawn')),
  -- Who asked first is served first; who comes back after leaving asks anew.
  asked_at timestamptz not null,
  source text not null check (source in ('web', 'desk', 'self', 'team')),
  -- In their own words, asked of everybody alike.
  needs text not null default '',
  interpreter text not null default '',
  children smallint not null default 0 check (children between 0 and 12),
  meal boolean not null default false,
  may_be_named boolean not null default false,
  attended boolean,
  -- News that nobody could send by mail: somebody calls.
  call_about text check (call_about in ('promoted', 'moved', 'cancelled')),
  call_since timestamptz,
  primary key (caisse_id, id),
  check (person_id is not null or name <> ''),
  check ((call_about is null) = (call_since is null)),
  foreign key (caisse_id, meeting_id) references meeting (caisse_id, id),
  foreign key (caisse_id, person_id) references person (caisse_id, id)
);
create index meeting_registration_meeting on meeting_registration (caisse_id, meeting_id, status, asked_at);
create unique index meeting_registration_person on meeting_registration (caisse_id, meeting_id, person_id);
create index meeting_registration_calls on meeting_registration (caisse_id, call_since) where call_about is not null;

-- Whose calendar was told of a meeting, so that it is told of what changes.
create table meeting_invitation (
  caisse_id integer not null references caisse,
  meeting_id uuid not null,
  email text not null check (email = lower(email)),
  name text not null,
  language text not null default 'fr',
  person_id uuid,
  sequence integer not null,
  sent_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (caisse_id, meeting_id, email),
  foreign key (caisse_id, meeting_id) references meeting (caisse_id, id),
  foreign key (caisse_id, person_id) references person (caisse_id, id)
);

-- Seats offered from a place that the driver chose to say; no home is written anywhere.
create table meeting_ride (
  caisse_id integer not null references caisse,
  id uuid not null,
  meeting_id uuid not null,
  registration_id uuid not null,
  seats smallint not null check (seats between 1 and 8),
  from_place text not null,
  leaves_at time,
  note text not null default '',
  -- What riders are given once the driver agrees.
  contact text not null,
  offered_at timestamptz not null,
  primary key (caisse_id, id),
  unique (caisse_id, registration_id),
  foreign key (caisse_id, meeting_id) references meeting (caisse_id, id),
  foreign key (caisse_id, registration_id) references meeting_registration (caisse_id, id)
);

create table meeting_ride_request (
  caisse_id integer not null references caisse,
  id uuid not null,
  meeting_id uuid not null,
  registration_id uuid not null,
  -- Null: any car, the team looks for one.
  ride_id uuid,
  from_place text not null default '',
  contact text not null,
  status text not null check (status in ('asked', 'agreed', 'declined', 'withdrawn')),
  asked_at timestamptz not null,
  primary key (caisse_id, id),
  unique (caisse_id, registration_id),
  check (status <> 'agreed' or ride_id is not null),
  foreign key (caisse_id, meeting_id) references meeting (caisse_id, id),
  foreign key (caisse_id, registration_id) references meeting_registration (caisse_id, id),
  foreign key (caisse_id, ride_id) references meeting_ride (caisse_id, id)
);

create table meeting_agenda_item (
  caisse_id integer not null references caisse,
  id uuid not null,
  meeting_id uuid not null,
  position integer not null,
  title text not null,
  minutes integer not null check (minutes between 1 and 1440),
  owner text not null default '',
  primary key (caisse_id, id),
  foreign key (caisse_id, meeting_id) references meeting (caisse_id, id)
);
create index meeting_agenda_item_order on meeting_agenda_item (caisse_id, meeting_id, position);

create table meeting_material (
  caisse_id integer not null references caisse,
  id uuid not null,
  meeting_id uuid not null,
  sha256 bytea not null,
  title text not null,
  file_name text not null,
  -- Before and after: for whoever may see the meeting, or for the team.
  shared boolean not null,
  added_at timestamptz not null,
  primary key (caisse_id, id),
  foreign key (caisse_id, meeting_id) references meeting (caisse_id, id),
  foreign key (caisse_id, sha256) references stored_file (caisse_id, sha256)
);

-- Paid outside: written down so that nobody asks twice. Seen by who coordinates and who keeps the money.
create table meeting_expense (
  caisse_id integer not null references caisse,
  id uuid not null,
  meeting_id uuid not null,
  kind text not null check (kind in ('travel', 'childcare', 'time', 'food', 'room', 'other')),
  paid_to text not null,
  amount_cents bigint not null check (amount_cents > 0),
  paid_on date not null,
  note text not null default '',
  recorded_at timestamptz not null,
  primary key (caisse_id, id),
  foreign key (caisse_id, meeting_id) references meeting (caisse_id, id)
);

create table meeting_setting (
  caisse_id integer not null references caisse,
  -- Names of who came are forgotten that long after a meeting.
  kept_months smallint not null default 12 check (kept_months between 1 and 60),
  -- Where answers to invitations arrive.
  reply_to text,
  primary key (caisse_id)
);

call enable_tenancy(array['meeting_series', 'meeting_registration', 'meeting_invitation', 'meeting_ride',
  'meeting_ride_request', 'meeting_agenda_item', 'meeting_material', 'meeting_expense', 'meeting_setting']::regclass[]);
