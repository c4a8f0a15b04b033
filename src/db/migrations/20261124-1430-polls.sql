-- Which day suits? Asked by a link, answered without account.
create table poll (
  caisse_id integer not null references caisse,
  id uuid not null,
  -- The end of its address: whoever was given the link may answer.
  token text not null check (token ~ '^[a-z0-9]{16}$'),
  title text not null,
  description text not null default '',
  kind text not null check (kind in ('meeting', 'workshop', 'collective_day', 'information', 'training', 'event')),
  place_name text not null default '',
  place_address text not null default '',
  group_id uuid,
  -- How long what is planned lasts.
  minutes smallint not null check (minutes between 15 and 720),
  -- The group chose that those who answer see each other's answers.
  answers_shown boolean not null,
  closes_at timestamptz not null,
  status text not null check (status in ('open', 'closed', 'dropped')),
  meeting_id uuid,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (caisse_id, id),
  unique (caisse_id, token),
  check ((status = 'open') = (ended_at is null)),
  check ((status = 'closed') = (meeting_id is not null)),
  foreign key (caisse_id, group_id) references working_group (caisse_id, id),
  foreign key (caisse_id, meeting_id) references meeting (caisse_id, id)
);

create table poll_date (
  caisse_id integer not null references caisse,
  poll_id uuid not null,
  id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  primary key (caisse_id, poll_id, id),
  unique (caisse_id, poll_id, starts_at),
  foreign key (caisse_id, poll_id) references poll (caisse_id, id)
);

-- Somebody who was asked or who answered: a first name is enough. Gone thirty days after the poll has ended.
create table poll_voice (
  caisse_id integer not null references caisse,
  poll_id uuid not null,
  id uuid not null,
  name text not null,
  email text,
  language text not null default 'fr',
  -- By the poll's link, by a mail of ours, or told at the desk.
  origin text not null check (origin in ('link', 'invited', 'desk')),
  created_at timestamptz not null,
  reminded_at timestamptz,
  answered_at timestamptz,
  primary key (caisse_id, poll_id, id),
  check (origin = 'invited' or answered_at is not null),
  check (origin <> 'invited' or email is not null),
  foreign key (caisse_id, poll_id) references poll (caisse_id, id)
);
create unique index poll_voice_email on poll_voice (caisse_id, poll_id, lower(email)) where email is not null;

create table poll_answer (
  caisse_id integer not null references caisse,
  poll_id uuid not null,
  voice_id uuid not null,
  date_id uuid not null,
  answer text not null check (answer in ('yes', 'if_needed', 'no')),
  primary key (caisse_id, poll_id, voice_id, date_id),
  foreign key (caisse_id, poll_id, voice_id) references poll_voice (caisse_id, poll_id, id) on delete cascade,
  foreign key (caisse_id, poll_id, date_id) references poll_date (caisse_id, poll_id, id) on delete cascade
);

call enable_tenancy(array['poll', 'poll_date', 'poll_voice', 'poll_answer']::regclass[]);
