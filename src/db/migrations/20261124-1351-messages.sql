-- What is told to a household: announced in the transaction that makes it true, then written to one of its adults.
create table message (
  caisse_id integer not null references caisse,
  id uuid not null,
  household_id uuid not null,
  occasion text not null check (
    occasion in ('welcome', 'due_soon', 'received', 'allocation', 'late', 'change', 'leaving')
  ),
  -- The month, the receipt or the day it is about: told once.
  about text not null,
  -- Amounts and days, as data: each is read in its own language.
  details jsonb not null,
  announced_at timestamptz not null,
  status text not null default 'announced'
    check (status in ('announced', 'mailed', 'on_paper', 'printed', 'call_list')),
  person_id uuid,
  language text,
  -- What goes on paper; forgotten a month after it was handed over.
  subject text,
  body text,
  -- The sheets that were printed together.
  batch_id uuid,
  handled_at timestamptz,
  primary key (caisse_id, id),
  unique (caisse_id, household_id, occasion, about),
  check ((status = 'announced') = (person_id is null)),
  check ((status in ('printed', 'call_list')) = (batch_id is not null)),
  foreign key (caisse_id, household_id) references household (caisse_id, id),
  foreign key (caisse_id, person_id) references person (caisse_id, id)
);
create index message_status on message (caisse_id, status, announced_at) where status in ('announced', 'on_paper');
create index message_batch on message (caisse_id, batch_id) where batch_id is not null;

-- The caisse's own words for an occasion, in a language; ours where it has none.
create table message_text (
  caisse_id integer not null references caisse,
  occasion text not null,
  language text not null,
  subject text not null,
  body text not null,
  changed_at timestamptz not null,
  primary key (caisse_id, occasion, language)
);

create table message_setting (
  caisse_id integer not null references caisse,
  -- Occasions on which nothing is written.
  silent text[] not null,
  -- Days before the first of the month on which its contribution is announced.
  remind_days smallint not null check (remind_days between 0 and 27),
  primary key (caisse_id)
);

-- Who asked not to be written to any more.
create table message_objection (
  caisse_id integer not null references caisse,
  person_id uuid not null,
  since timestamptz not null,
  primary key (caisse_id, person_id),
  foreign key (caisse_id, person_id) references person (caisse_id, id)
);

-- A friendly call about the contribution of a month. What was said is nobody's business.
create table call_made (
  caisse_id integer not null references caisse,
  household_id uuid not null,
  month text not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  made_at timestamptz not null,
  primary key (caisse_id, household_id, month),
  foreign key (caisse_id, household_id) references household (caisse_id, id)
);

call enable_tenancy(array['message', 'message_text', 'message_setting', 'message_objection', 'call_made']::regclass[]);
