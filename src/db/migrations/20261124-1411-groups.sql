-- Who is in a working group, what it does, and what one group waits for from another.

create table group_member (
  caisse_id integer not null references caisse,
  group_id uuid not null,
  -- A card of the address book; a resident's bears the resident's own id.
  contact_id uuid not null,
  joined_on date not null,
  primary key (caisse_id, group_id, contact_id),
  foreign key (caisse_id, group_id) references working_group (caisse_id, id),
  foreign key (caisse_id, contact_id) references contact (caisse_id, id) on delete cascade
);
create index group_member_contact on group_member (caisse_id, contact_id);

create table group_task (
  caisse_id integer not null references caisse,
  id uuid not null,
  group_id uuid not null,
  title text not null,
  owner_id uuid,
  due_on date,
  done_on date,
  created_at timestamptz not null,
  primary key (caisse_id, id),
  foreign key (caisse_id, group_id) references working_group (caisse_id, id),
  foreign key (caisse_id, owner_id) references contact (caisse_id, id) on delete set null (owner_id)
);
create index group_task_group on group_task (caisse_id, group_id);
create index group_task_owner on group_task (caisse_id, owner_id) where done_on is null;

-- The log: what happened, in the group's words.
create table group_entry (
  caisse_id integer not null references caisse,
  id uuid not null,
  group_id uuid not null,
  happened_on date not null,
  -- Markdown.
  body text not null,
  written_at timestamptz not null,
  primary key (caisse_id, id),
  foreign key (caisse_id, group_id) references working_group (caisse_id, id)
);
create index group_entry_group on group_entry (caisse_id, group_id, happened_on);

create table group_file (
  caisse_id integer not null references caisse,
  id uuid not null,
  group_id uuid not null,
  title text not null,
  file_name text not null,
  sha256 bytea not null,
  added_at timestamptz not null,
  primary key (caisse_id, id),
  foreign key (caisse_id, group_id) references working_group (caisse_id, id),
  foreign key (caisse_id, sha256) references stored_file (caisse_id, sha256)
);

-- What a group waits for from another, by a day, and since when it has it.
create table group_need (
  caisse_id integer not null references caisse,
  id uuid not null,
  group_id uuid not null,
  from_group_id uuid not null check (from_group_id <> group_id),
  what text not null,
  needed_on date,
  met_on date,
  primary key (caisse_id, id),
  foreign key (caisse_id, group_id) references working_group (caisse_id, id),
  foreign key (caisse_id, from_group_id) references working_group (caisse_id, id)
);

call enable_tenancy(array['group_member', 'group_task', 'group_entry', 'group_file', 'group_need']::regclass[]);
