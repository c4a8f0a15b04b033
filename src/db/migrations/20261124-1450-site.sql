-- The caisse's public site: an address of its own, and what its statement says of accessibility (decree 2019-768).
alter table caisse
  add column public_host text unique
    check (public_host ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$'),
  add column accessibility text not null default 'none' check (accessibility in ('none', 'partial', 'full'));

create table site_setting (
  caisse_id integer primary key references caisse,
  -- Who answers for what is published, and who hosts it (law 2004-575, art. 1-1).
  director text not null default '',
  host_name text not null default '',
  host_address text not null default '',
  -- From which month figures are published; null: not.
  figures_from text check (figures_from ~ '^\d{4}-(0[1-9]|1[0-2])$')
);

create table site_page (
  caisse_id integer not null references caisse,
  id uuid not null,
  kind text not null check (kind in (
    'home', 'participate', 'partners', 'questions', 'legal', 'accessibility', 'contact',
    'easy_what', 'easy_pay', 'easy_help', 'territory', 'free'
  )),
  -- Its address among the site's pages.
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  territory_id uuid,
  -- Null: a draft.
  published_version integer,
  created_at timestamptz not null,
  primary key (caisse_id, id),
  unique (caisse_id, slug),
  unique (caisse_id, territory_id),
  foreign key (caisse_id, territory_id) references territory (caisse_id, id),
  check ((kind = 'territory') = (territory_id is not null))
);
create unique index site_page_kind on site_page (caisse_id, kind) where kind not in ('territory', 'free');

-- All that was ever saved of a page: nothing is lost, and an earlier text can come back.
create table site_page_version (
  caisse_id integer not null,
  page_id uuid not null,
  number integer not null check (number >= 1),
  title text not null,
  lead text not null,
  -- Markdown, with a few blocks on lines of their own.
  body text not null,
  saved_by uuid references login_account,
  saved_at timestamptz not null,
  primary key (caisse_id, page_id, number),
  foreign key (caisse_id, page_id) references site_page (caisse_id, id)
);
alter table site_page
  add foreign key (caisse_id, id, published_version) references site_page_version (caisse_id, page_id, number);

-- People for whom easy texts are written read one version and found it easy: what they signed, and the logo that this allows.
create table easy_read_validation (
  caisse_id integer not null,
  page_id uuid not null,
  version integer not null,
  readers text not null,
  validated_on date not null,
  sheet_sha256 bytea not null,
  logo_sha256 bytea not null,
  primary key (caisse_id, page_id, version),
  foreign key (caisse_id, page_id, version) references site_page_version (caisse_id, page_id, number),
  foreign key (caisse_id, sheet_sha256) references stored_file (caisse_id, sha256),
  foreign key (caisse_id, logo_sha256) references stored_file (caisse_id, sha256)
);

-- A month's figures as they were published: never computed again.
create table published_figures (
  caisse_id integer not null references caisse,
  month text not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  cells jsonb not null,
  -- Where one could buy in that month: a later month that differs by one outlet would tell that outlet's takings.
  outlet_ids uuid[] not null,
  published_at timestamptz not null,
  primary key (caisse_id, month)
);

call enable_tenancy(array['site_setting', 'site_page', 'site_page_version', 'easy_read_validation', 'published_figures']::regclass[]);
call make_append_only(array['site_page_version', 'published_figures']::regclass[]);
