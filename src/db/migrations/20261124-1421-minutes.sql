-- What was said and decided, written by several people, a section each.
create table meeting_minutes (
  caisse_id integer not null references caisse,
  meeting_id uuid not null,
  status text not null check (status in ('open', 'validated', 'published')),
  -- For whom it is published.
  audience text check (audience in ('members', 'public')),
  validated_at timestamptz,
  published_at timestamptz,
  -- When what names people was replaced by what was published.
  names_forgotten_at timestamptz,
  primary key (caisse_id, meeting_id),
  check ((status = 'open') = (validated_at is null)),
  check ((status = 'published') = (published_at is not null)),
  check ((status = 'published') = (audience is not null)),
  foreign key (caisse_id, meeting_id) references meeting (caisse_id, id)
);

create table minutes_section (
  caisse_id integer not null references caisse,
  id uuid not null,
  meeting_id uuid not null,
  position integer not null,
  title text not null,
  -- Markdown.
  body text not null default '',
  version integer not null default 0,
  -- What people outside the team read: without the names of those who did not agree.
  published text,
  changed_at timestamptz,
  changed_by uuid references login_account,
  -- Who has the pen, and when their page was last heard of.
  writer uuid references login_account,
  writer_seen timestamptz,
  primary key (caisse_id, id),
  check ((writer is null) = (writer_seen is null)),
  foreign key (caisse_id, meeting_id) references meeting_minutes (caisse_id, meeting_id)
);
create index minutes_section_order on minutes_section (caisse_id, meeting_id, position);

-- What a section was, each time somebody else went on with it.
create table minutes_version (
  caisse_id integer not null references caisse,
  section_id uuid not null,
  version integer not null,
  body text not null,
  written_by uuid references login_account,
  written_at timestamptz not null,
  primary key (caisse_id, section_id, version),
  foreign key (caisse_id, section_id) references minutes_section (caisse_id, id)
);

-- What a second writer wrote meanwhile: kept, shown beside the section, settled by whoever joins the two.
create table minutes_aside (
  caisse_id integer not null references caisse,
  id uuid not null,
  section_id uuid not null,
  base_version integer not null,
  body text not null,
  written_by uuid references login_account,
  written_at timestamptz not null,
  settled_at timestamptz,
  primary key (caisse_id, id),
  foreign key (caisse_id, section_id) references minutes_section (caisse_id, id)
);
-- Begun on the same text, it is one; begun anew, it is another.
create unique index minutes_aside_open on minutes_aside (caisse_id, section_id, written_by, base_version)
  where settled_at is null;

-- Decisions entered in the caisse's register, and tasks that somebody took.
create table minutes_mark (
  caisse_id integer not null references caisse,
  id uuid not null,
  meeting_id uuid not null,
  kind text not null check (kind in ('decision', 'task')),
  text text not null,
  decision_id uuid,
  owner text not null default '',
  due_on date,
  done_at timestamptz,
  primary key (caisse_id, id),
  unique (caisse_id, meeting_id, kind, text),
  check ((kind = 'decision') = (decision_id is not null)),
  check (kind = 'task' or (owner = '' and due_on is null and done_at is null)),
  foreign key (caisse_id, meeting_id) references meeting_minutes (caisse_id, meeting_id),
  foreign key (caisse_id, decision_id) references decision (caisse_id, id)
);

call enable_tenancy(array['meeting_minutes', 'minutes_section', 'minutes_version', 'minutes_aside',
  'minutes_mark']::regclass[]);
