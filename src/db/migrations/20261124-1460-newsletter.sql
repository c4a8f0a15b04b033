-- The letter: composed from what exists, sent to who asked for it, read on the web, by mail and on paper.

create table newsletter (
  caisse_id integer not null references caisse,
  id uuid not null,
  number integer not null check (number > 0),
  title text not null,
  -- A sentence that mailboxes show beside the title.
  summary text not null default '',
  language text not null check (language in ('fr', 'en')),
  -- To whom; empty: to everybody who asked for it.
  territory_ids uuid[] not null default '{}',
  parts text[] not null default '{}' check (parts <@ array['resident', 'partner', 'other']),
  status text not null check (status in ('draft', 'scheduled', 'sending', 'stopped', 'sent')),
  send_at timestamptz,
  -- What is read from the moment it leaves: a meeting may move, the letter that told it does not.
  frozen jsonb,
  published_at timestamptz,
  finished_at timestamptz,
  -- How many received it and how, once the rows of who did are forgotten.
  tally jsonb,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (caisse_id, id),
  unique (caisse_id, number),
  check (status = 'draft' or send_at is not null),
  check ((status in ('draft', 'scheduled')) = (frozen is null)),
  check ((frozen is null) = (published_at is null)),
  check ((status = 'sent') = (finished_at is not null))
);
create index newsletter_status on newsletter (caisse_id, status, send_at) where status in ('scheduled', 'sending');

create table newsletter_block (
  caisse_id integer not null references caisse,
  newsletter_id uuid not null,
  id uuid not null,
  place integer not null,
  kind text not null check (
    kind in (
      'text', 'picture', 'meeting', 'poll', 'group', 'milestone', 'calendar', 'news', 'sister', 'publication', 'funding',
      'contacts'
    )
  ),
  title text not null default '',
  -- Markdown.
  body text not null default '',
  -- What it shows: a meeting, a group…
  subject_id uuid,
  picture bytea,
  -- What the picture shows, for who does not see it.
  alt text not null default '',
  primary key (caisse_id, newsletter_id, id),
  check ((kind = 'picture') = (picture is not null)),
  check (
    (kind in ('meeting', 'poll', 'group', 'milestone', 'news', 'sister', 'publication')) = (subject_id is not null)
  ),
  foreign key (caisse_id, newsletter_id) references newsletter (caisse_id, id) on delete cascade,
  foreign key (caisse_id, picture) references stored_file (caisse_id, sha256)
);
create index newsletter_block_picture on newsletter_block (caisse_id, picture) where picture is not null;

-- Who asked for the letter: a yes with its day and its way. Being of the caisse is no yes.
create table newsletter_subscriber (
  caisse_id integer not null references caisse,
  id uuid not null,
  name text not null default '',
  -- Null: on paper.
  email text,
  -- Where the letter is posted; empty: handed over.
  address text not null default '',
  territory_id uuid,
  part text not null check (part in ('resident', 'partner', 'other')),
  status text not null check (status in ('asked', 'active', 'left', 'bounced')),
  source text not null check (source in ('web', 'desk')),
  asked_at timestamptz not null,
  confirmed_at timestamptz,
  ended_at timestamptz,
  ended_by text check (ended_by in ('page', 'one_click', 'desk', 'complaint', 'hard_bounce', 'erasure')),
  -- Letters that did not arrive for a while: a full mailbox.
  soft_bounces smallint not null default 0,
  primary key (caisse_id, id),
  -- Who left is nobody any more: days stay, to prove that a yes and a no were heard.
  check (status <> 'left' or (email is null and name = '' and address = '' and territory_id is null)),
  check ((status in ('left', 'bounced')) = (ended_at is not null)),
  check ((ended_at is null) = (ended_by is null)),
  check (status <> 'active' or confirmed_at is not null),
  foreign key (caisse_id, territory_id) references territory (caisse_id, id)
);
create unique index newsletter_subscriber_email on newsletter_subscriber (caisse_id, lower(email)) where email is not null;
create index newsletter_subscriber_status on newsletter_subscriber (caisse_id, status);

-- One row for each who receives a letter: `sending` before it is handed to the server of mails, `sent` after it took it.
create table newsletter_delivery (
  caisse_id integer not null references caisse,
  newsletter_id uuid not null,
  subscriber_id uuid not null,
  status text not null check (
    status in ('waiting', 'sending', 'sent', 'refused', 'dropped', 'paper', 'printed')
  ),
  attempts smallint not null default 0,
  not_before timestamptz,
  done_at timestamptz,
  -- Handed over twice under one Message-ID: the first time was cut before the server's answer was kept.
  again boolean not null default false,
  bounce text check (bounce in ('hard', 'soft', 'complaint')),
  primary key (caisse_id, newsletter_id, subscriber_id),
  check ((status in ('sent', 'refused', 'dropped', 'printed')) = (done_at is not null)),
  foreign key (caisse_id, newsletter_id) references newsletter (caisse_id, id),
  foreign key (caisse_id, subscriber_id) references newsletter_subscriber (caisse_id, id)
);
create index newsletter_delivery_queue on newsletter_delivery (caisse_id, newsletter_id, status);
create index newsletter_delivery_rate on newsletter_delivery (caisse_id, done_at) where status = 'sent';
create index newsletter_delivery_subscriber on newsletter_delivery (caisse_id, subscriber_id);

create table newsletter_setting (
  caisse_id integer not null references caisse,
  -- Where answers go.
  reply_to text,
  -- What the host of the mailbox lets through; null: all at once.
  per_hour integer check (per_hour between 1 and 100000),
  -- The secret address of returned mails is made with it: one more closes the one before.
  returns_version integer not null default 1,
  primary key (caisse_id)
);

call enable_tenancy(array[
  'newsletter', 'newsletter_block', 'newsletter_subscriber', 'newsletter_delivery', 'newsletter_setting'
]::regclass[]);
