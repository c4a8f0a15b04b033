-- A picture is shown where everybody recognisable in it agreed, until the day they said.
create table photo (
  caisse_id integer not null references caisse,
  id uuid not null,
  meeting_id uuid,
  sha256 bytea not null,
  -- What it shows, for who does not see it.
  alt text not null check (alt <> ''),
  taken_on date not null,
  -- Nobody can be recognised: it needs nobody's agreement.
  nobody boolean not null,
  added_at timestamptz not null,
  primary key (caisse_id, id),
  foreign key (caisse_id, meeting_id) references meeting (caisse_id, id),
  foreign key (caisse_id, sha256) references stored_file (caisse_id, sha256)
);

create table photo_consent (
  caisse_id integer not null references caisse,
  id uuid not null,
  photo_id uuid not null,
  person_id uuid,
  name text not null,
  uses text[] not null check (uses <@ array['site', 'newsletter', 'poster', 'report']),
  until date not null,
  given_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (caisse_id, id),
  foreign key (caisse_id, photo_id) references photo (caisse_id, id),
  foreign key (caisse_id, person_id) references person (caisse_id, id)
);
create index photo_consent_photo on photo_consent (caisse_id, photo_id);

call enable_tenancy(array['photo', 'photo_consent']::regclass[]);
