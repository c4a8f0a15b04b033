-- What is asked of funders: before the answer, and what it became. Once granted, the money itself is treasury's.
create table grant_application (
  caisse_id integer not null references caisse,
  id uuid not null,
  funder text not null,
  purpose text not null default '',
  asked_cents bigint not null check (asked_cents > 0),
  -- What it would pay for.
  from_month text not null check (from_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  until_month text not null check (until_month >= from_month),
  -- The last day to send it, and when its money would come.
  deadline_on date,
  expected_on date not null,
  status text not null check (status in ('preparing', 'sent', 'granted', 'refused', 'dropped')),
  -- How the team feels about it: nobody else reads it.
  odds text not null check (odds in ('likely', 'hoped')),
  answered_on date,
  -- What was granted, as treasury keeps it.
  grant_id uuid,
  changed_at timestamptz not null,
  primary key (caisse_id, id),
  check ((status = 'granted') = (grant_id is not null)),
  check ((status in ('granted', 'refused')) = (answered_on is not null)),
  foreign key (caisse_id, grant_id) references grant_award (caisse_id, id)
);

-- What a funder is owed in return for a grant: an account of the money, a report.
create table grant_report (
  caisse_id integer not null references caisse,
  id uuid not null,
  grant_id uuid not null,
  title text not null,
  due_on date not null,
  done_on date,
  primary key (caisse_id, id),
  foreign key (caisse_id, grant_id) references grant_award (caisse_id, id)
);
create index grant_report_due on grant_report (caisse_id, due_on) where done_on is null;

-- How a funder asks to be named, and where.
create table funder_mention (
  caisse_id integer not null references caisse,
  id uuid not null,
  funder text not null,
  mention text not null,
  website text not null default '',
  logo_sha256 bytea,
  logo_alt text not null default '',
  uses text[] not null check (uses <@ array['site', 'newsletter', 'poster']),
  from_on date not null,
  until_on date check (until_on >= from_on),
  primary key (caisse_id, id),
  check (logo_sha256 is null or logo_alt <> ''),
  foreign key (caisse_id, logo_sha256) references stored_file (caisse_id, sha256)
);

create table funding_setting (
  caisse_id integer primary key references caisse,
  -- What a month costs besides allocations: wages, rent, insurance.
  running_cents bigint not null check (running_cents >= 0)
);

call enable_tenancy(array['grant_application', 'grant_report', 'funder_mention', 'funding_setting']::regclass[]);
