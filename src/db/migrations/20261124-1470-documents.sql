-- The library: documents in folders, each with its versions; the files themselves stand in `stored_file`.

create table document_folder (
  caisse_id integer not null references caisse,
  id uuid not null,
  parent_id uuid,
  name text not null,
  created_at timestamptz not null,
  primary key (caisse_id, id),
  unique nulls not distinct (caisse_id, parent_id, name),
  check (parent_id <> id),
  foreign key (caisse_id, parent_id) references document_folder (caisse_id, id)
);

create table document (
  caisse_id integer not null references caisse,
  id uuid not null,
  -- Null: at the top of the library.
  folder_id uuid,
  title text not null,
  description text not null default '',
  -- Who may read it: all, those of the caisse, a working group, the team.
  audience text not null check (audience in ('public', 'members', 'group', 'team')),
  group_id uuid,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  -- In the bin: it can be put back until its files are forgotten; then this row only tells that it was here.
  deleted_at timestamptz,
  deleted_by uuid references login_account,
  forgotten_at timestamptz check (forgotten_at >= deleted_at),
  primary key (caisse_id, id),
  check ((audience = 'group') = (group_id is not null)),
  foreign key (caisse_id, folder_id) references document_folder (caisse_id, id),
  foreign key (caisse_id, group_id) references working_group (caisse_id, id)
);
create index document_shelf on document (caisse_id, folder_id) where deleted_at is null;
create index document_bin on document (caisse_id, deleted_at) where deleted_at is not null;

create table document_version (
  caisse_id integer not null references caisse,
  document_id uuid not null,
  number integer not null check (number >= 1),
  sha256 bytea not null,
  file_name text not null,
  media_type text not null,
  size_bytes integer not null,
  -- What changed, in a few words.
  note text not null default '',
  -- Another version brought back.
  restores integer check (restores < number),
  deposited_at timestamptz not null,
  -- Null: the installation itself.
  deposited_by uuid references login_account,
  -- What can be read in it, for search; null until it was read.
  content text,
  primary key (caisse_id, document_id, number),
  foreign key (caisse_id, document_id) references document (caisse_id, id),
  foreign key (caisse_id, sha256) references stored_file (caisse_id, sha256)
);
create index document_version_file on document_version (caisse_id, sha256);

call enable_tenancy(array['document_folder', 'document', 'document_version']::regclass[]);
