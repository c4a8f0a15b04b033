-- How long the caisse keeps who left; without a row, what `rules.ts` says.
create table retention_setting (
  caisse_id integer not null references caisse,
  after_leaving_months smallint not null check (after_leaving_months between 1 and 60),
  primary key (caisse_id)
);

-- People who were erased. An id that means nothing any more, kept so that a restored backup forgets them again.
create table erasure (
  caisse_id integer not null references caisse,
  person_id uuid not null,
  erased_at timestamptz not null,
  -- They asked; they left long ago; a backup had brought them back.
  reason text not null check (reason in ('asked', 'retention', 'replayed')),
  primary key (caisse_id, person_id)
);

-- What each night forgot. Numbers only.
create table retention_report (
  caisse_id integer not null references caisse,
  at timestamptz not null,
  erased integer not null,
  replayed integer not null,
  -- Who left and is still kept.
  waiting integer not null,
  primary key (caisse_id, at)
);

-- A household's file is opened by name; its readings are listed by day.
create index gesture_readings on gesture (caisse_id, at) where kind = 'read_household';

call enable_tenancy(array['retention_setting', 'erasure', 'retention_report']::regclass[]);

-- A pledge is never rewritten, but for the name of who paid a part: it is blanked when its household is erased.
create function refuse_rewriting_but_blanking() returns trigger
  language plpgsql as $$
begin
  if new.third_party_name = '—' and old.third_party_name is not null
    and (to_jsonb(new) - 'third_party_name') = (to_jsonb(old) - 'third_party_name')
  then
    return new;
  end if;
  raise exception 'tablee: update of pledge is refused: the journal only grows'
    using errcode = 'insufficient_privilege';
end $$;

drop trigger append_only on pledge;
create trigger append_only before delete or truncate on pledge
  for each statement execute function refuse_rewriting();
create trigger only_blanked before update on pledge
  for each row execute function refuse_rewriting_but_blanking();
alter table pledge enable always trigger append_only;
alter table pledge enable always trigger only_blanked;
grant update (third_party_name) on pledge to tablee_app;
