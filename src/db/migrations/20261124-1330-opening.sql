-- A règlement being written: what was typed, complete or not, until two people adopt it.
create table reglement_draft (
  caisse_id integer not null references caisse,
  id uuid not null,
  name text not null,
  -- The form's fields by the place of each value in the règlement.
  typed jsonb not null,
  origin text not null check (origin in ('published', 'partly_published', 'proposal', 'adopted')),
  created_at timestamptz not null,
  saved_at timestamptz not null,
  saved_by uuid references login_account,
  status text not null check (status in ('writing', 'proposed', 'adopted', 'dropped')),
  -- What is proposed for adoption: from which month, and the decision. A change makes another proposal.
  proposal_id uuid,
  proposal jsonb,
  digest bytea,
  version_id uuid,
  primary key (caisse_id, id),
  foreign key (caisse_id, version_id) references reglement_version (caisse_id, id),
  check ((status in ('proposed', 'adopted')) = (proposal_id is not null and proposal is not null and digest is not null)),
  check ((status = 'adopted') = (version_id is not null))
);

-- Steps of an opening that only people can say are done.
create table opening_step (
  caisse_id integer not null references caisse,
  step text not null check (step in ('data_notice', 'printed', 'practice')),
  done_at timestamptz not null,
  done_by uuid references login_account,
  primary key (caisse_id, step)
);

call enable_tenancy(array['reglement_draft', 'opening_step']::regclass[]);
