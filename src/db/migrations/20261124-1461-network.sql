-- Other caisses, what is known of them and from where, and what they publish.

create table sister_caisse (
  caisse_id integer not null references caisse,
  id uuid not null,
  name text not null,
  place text not null,
  stage text not null check (stage in ('preparing', 'running', 'ended')),
  website text,
  -- Atom or RSS, read every night.
  feed_url text,
  feed_read_at timestamptz,
  -- Why it could not be read the last time.
  feed_failure text,
  created_at timestamptz not null,
  primary key (caisse_id, id),
  unique (caisse_id, name)
);

-- A figure is worth its source and the day on which somebody read it.
create table sister_figure (
  caisse_id integer not null references caisse,
  id uuid not null,
  sister_id uuid not null,
  label text not null,
  value text not null,
  source_url text not null,
  read_on date not null,
  primary key (caisse_id, id),
  foreign key (caisse_id, sister_id) references sister_caisse (caisse_id, id) on delete cascade
);
create index sister_figure_sister on sister_figure (caisse_id, sister_id);

create table sister_publication (
  caisse_id integer not null references caisse,
  id uuid not null,
  -- Null: of the whole network.
  sister_id uuid,
  kind text not null check (kind in ('article', 'review', 'webinar')),
  title text not null,
  url text,
  published_on date,
  -- A webinar to come.
  starts_at timestamptz,
  from_feed boolean not null,
  added_at timestamptz not null,
  primary key (caisse_id, id),
  check (url is not null or starts_at is not null),
  check (not from_feed or (sister_id is not null and url is not null)),
  foreign key (caisse_id, sister_id) references sister_caisse (caisse_id, id) on delete cascade
);
create unique index sister_publication_url on sister_publication (caisse_id, sister_id, url) where from_feed;

call enable_tenancy(array['sister_caisse', 'sister_figure', 'sister_publication']::regclass[]);
