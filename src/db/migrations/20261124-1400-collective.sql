-- What people do together. The modules that own these tables add to them in migrations of their own.

-- A mail may carry its web form, a calendar's invitation, and headers such as the way to leave a list.
alter table mail_outbox
  add column html text,
  add column invitation jsonb,
  add column headers jsonb not null default '{}',
  add column reply_to text;

-- Files are named by their content; what they are was read from it, never from their name.
create table stored_file (
  caisse_id integer not null references caisse,
  sha256 bytea not null check (sha256 = sha256(bytes)),
  media_type text not null,
  bytes bytea not null,
  stored_at timestamptz not null,
  primary key (caisse_id, sha256)
);

create table working_group (
  caisse_id integer not null references caisse,
  id uuid not null,
  -- Of partner structures, or of residents: each may wait for the other.
  composition text not null check (composition in ('structures', 'residents')),
  name text not null,
  purpose text not null default '',
  territory_id uuid,
  status text not null check (status in ('planned', 'forming', 'active', 'paused', 'closed')),
  starts_on date,
  ends_on date check (ends_on >= starts_on),
  created_at timestamptz not null,
  primary key (caisse_id, id),
  unique (caisse_id, name),
  foreign key (caisse_id, territory_id) references territory (caisse_id, id)
);

create table meeting (
  caisse_id integer not null references caisse,
  id uuid not null,
  kind text not null check (kind in ('meeting', 'workshop', 'collective_day', 'information', 'training', 'event')),
  title text not null,
  -- Markdown.
  description text not null default '',
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  place_name text not null default '',
  place_address text not null default '',
  territory_id uuid,
  group_id uuid,
  -- Who may see it: all, those of the caisse, or the group.
  audience text not null check (audience in ('public', 'members', 'group')),
  status text not null check (status in ('draft', 'announced', 'cancelled')),
  capacity integer check (capacity > 0),
  -- Grows with each change sent to calendars (RFC 5545, SEQUENCE).
  sequence integer not null default 0,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (caisse_id, id),
  foreign key (caisse_id, territory_id) references territory (caisse_id, id),
  foreign key (caisse_id, group_id) references working_group (caisse_id, id)
);
create index meeting_time on meeting (caisse_id, starts_at);

-- The timeline of the experiment: phases, and days that count.
create table milestone (
  caisse_id integer not null references caisse,
  id uuid not null,
  kind text not null check (kind in ('phase', 'milestone')),
  title text not null,
  description text not null default '',
  starts_on date not null,
  ends_on date check (ends_on >= starts_on),
  public boolean not null,
  primary key (caisse_id, id),
  check (kind = 'phase' or ends_on is null)
);

create table news (
  caisse_id integer not null references caisse,
  id uuid not null,
  -- Its address.
  slug text not null check (slug ~ '^[a-z0-9-]+$'),
  title text not null,
  -- Markdown.
  body text not null,
  territory_id uuid,
  -- Null: a draft.
  published_at timestamptz,
  changed_at timestamptz not null,
  primary key (caisse_id, id),
  unique (caisse_id, slug),
  foreign key (caisse_id, territory_id) references territory (caisse_id, id)
);

call enable_tenancy(array['stored_file', 'working_group', 'meeting', 'milestone', 'news']::regclass[]);
