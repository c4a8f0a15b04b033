-- What can be found, whatever it is: kept by triggers on the tables that hold it, so that nothing is found that is not
-- there any more, and nothing is shown to whoever may not see it.

-- French words without accents: « Réunions » and « reunion » are one word.
create text search configuration fr (copy = pg_catalog.french);
alter text search configuration fr
  alter mapping for asciiword, asciihword, hword_asciipart, word, hword, hword_part with unaccent, french_stem;

-- A question in words, all of which must be there; each as a singular and as a plural, which the stemmer tells apart now
-- and then (« potager », « potagers »), and the last one as a beginning when `begins`.
create function asked_for(asked text[], begins boolean) returns tsquery
  language plpgsql stable
as $$
declare
  whole tsquery := '';
  each_word text;
  one tsquery;
begin
  for at in 1 .. coalesce(array_length(asked, 1), 0) loop
    each_word := asked[at];
    one := plainto_tsquery('fr', each_word);
    -- « le », « de » : words that are everywhere.
    continue when numnode(one) = 0;
    one := one || plainto_tsquery('fr', each_word || 's');
    if each_word ~ '[sx]$' then
      one := one || plainto_tsquery('fr', left(each_word, -1));
    end if;
    if begins and at = array_length(asked, 1) then
      one := one || to_tsquery('fr', each_word || ':*');
    end if;
    whole := whole && one;
  end loop;
  return whole;
end $$;

create table search_entry (
  caisse_id integer not null references caisse,
  kind text not null check (kind in ('document', 'minutes', 'news', 'meeting', 'group')),
  subject_id uuid not null,
  number bigint not null generated always as identity unique,
  audience text not null check (audience in ('public', 'members', 'group', 'team')),
  group_id uuid,
  title text not null,
  body text not null,
  -- The day it is known by: of the meeting, of the news, of the last version.
  on_day date not null,
  -- What is announced for later is found from then on.
  visible_from timestamptz,
  -- Under the address of the caisse.
  path text not null,
  primary key (caisse_id, kind, subject_id),
  check (audience <> 'group' or group_id is not null)
);
call enable_tenancy(array['search_entry']::regclass[]);

-- The index of words stands in a table of its own, which nobody reads but `find_entries`: behind a row-level policy
-- PostgreSQL may not use such an index, since its operator is not leakproof. The entries themselves stay behind theirs.
create table search_words (
  number bigint primary key references search_entry (number) on delete cascade,
  words tsvector not null
);
create index search_words_index on search_words using gin (words);
revoke all on search_words from tablee_app;

create function write_search_words() returns trigger
  language plpgsql security definer set search_path = public, pg_catalog, pg_temp
as $$
begin
  insert into search_words (number, words)
  values (new.number, setweight(to_tsvector('fr', new.title), 'A') || setweight(to_tsvector('fr', new.body), 'C'))
  on conflict (number) do update set words = excluded.words;
  return null;
end $$;
create trigger words_inserted after insert on search_entry
  for each row execute function write_search_words();
create trigger words_changed after update on search_entry
  for each row when (old.title is distinct from new.title or old.body is distinct from new.body)
  execute function write_search_words();

-- Entries that match and that whoever asks may see, each kind by relevance; of a word that is everywhere, the latest.
create function find_entries(
  asked tsquery, is_member boolean, is_team boolean, of_groups uuid[], at timestamptz
) returns table (number bigint, kind text, place bigint, of_kind bigint)
  language sql stable security definer set search_path = public, pg_catalog, pg_temp
as $$
  with found as materialized (
    select e.number, e.kind, e.on_day, w.words,
      count(*) over (partition by e.kind) as of_kind,
      row_number() over (partition by e.kind order by e.on_day desc, e.number desc) as recency
    from search_words w
    join search_entry e on e.number = w.number
    where w.words @@ asked
      and e.caisse_id = current_caisse()
      and (e.visible_from is null or e.visible_from <= at)
      and (
        e.audience = 'public'
        or is_member and e.audience = 'members'
        or e.audience = 'group' and e.group_id = any (of_groups)
        or is_team
      )
  )
  select number, kind,
    row_number() over (
      partition by kind order by ts_rank_cd('{0.1, 0.2, 0.4, 1.0}', words, asked, 1) desc, on_day desc, number desc
    ),
    of_kind
  from found
  where recency <= 500
$$;
revoke execute on function find_entries from public;
grant execute on function find_entries to tablee_app;

-- --- what is found ---------------------------------------------------------------------------------

create procedure put_entry(entry search_entry)
  language sql
as $$
  insert into search_entry (caisse_id, kind, subject_id, audience, group_id, title, body, on_day, visible_from, path)
  values (
    entry.caisse_id, entry.kind, entry.subject_id, entry.audience, entry.group_id, entry.title,
    left(entry.body, 200000), entry.on_day, entry.visible_from, entry.path
  )
  on conflict (caisse_id, kind, subject_id) do update set
    audience = excluded.audience, group_id = excluded.group_id, title = excluded.title, body = excluded.body,
    on_day = excluded.on_day, visible_from = excluded.visible_from, path = excluded.path
$$;

create function day_in_caisse(at timestamptz, caisse integer) returns date
  language sql stable
  return (at at time zone (select time_zone from caisse c where c.id = caisse))::date;

create function find_document(caisse integer, document uuid) returns void
  language plpgsql
as $$
declare
  entry search_entry;
begin
  select d.caisse_id, 'document', d.id, d.audience, d.group_id, d.title,
    concat_ws(E'\n', nullif(d.description, ''), nullif(v.content, '')),
    day_in_caisse(v.deposited_at, d.caisse_id), '/documents/' || d.id
  into entry.caisse_id, entry.kind, entry.subject_id, entry.audience, entry.group_id, entry.title, entry.body,
    entry.on_day, entry.path
  from document d
  join lateral (
    select content, deposited_at from document_version
    where caisse_id = d.caisse_id and document_id = d.id order by number desc limit 1
  ) v on true
  where d.caisse_id = caisse and d.id = document and d.deleted_at is null;
  if found then
    call put_entry(entry);
  else
    delete from search_entry where caisse_id = caisse and kind = 'document' and subject_id = document;
  end if;
end $$;

create function entry_of_document() returns trigger
  language plpgsql
as $$
begin
  perform find_document(coalesce(new.caisse_id, old.caisse_id), coalesce(new.id, old.id));
  return null;
end $$;
create trigger found after insert or update or delete on document
  for each row execute function entry_of_document();

create function entry_of_document_version() returns trigger
  language plpgsql
as $$
begin
  perform find_document(new.caisse_id, new.document_id);
  return null;
end $$;
create trigger found after insert or update on document_version
  for each row execute function entry_of_document_version();

create function entry_of_news() returns trigger
  language plpgsql
as $$
declare
  entry search_entry;
begin
  if tg_op = 'DELETE' or new.published_at is null then
    delete from search_entry where caisse_id = old.caisse_id and kind = 'news' and subject_id = old.id;
    return null;
  end if;
  entry.caisse_id := new.caisse_id;
  entry.kind := 'news';
  entry.subject_id := new.id;
  entry.audience := 'public';
  entry.title := new.title;
  entry.body := new.body;
  entry.on_day := day_in_caisse(new.published_at, new.caisse_id);
  entry.visible_from := new.published_at;
  entry.path := '/actualites/' || new.slug;
  call put_entry(entry);
  return null;
end $$;
create trigger found after insert or update or delete on news
  for each row execute function entry_of_news();

create function entry_of_meeting() returns trigger
  language plpgsql
as $$
declare
  entry search_entry;
begin
  if tg_op = 'DELETE' then
    delete from search_entry where caisse_id = old.caisse_id and kind = 'meeting' and subject_id = old.id;
    return null;
  end if;
  entry.caisse_id := new.caisse_id;
  entry.kind := 'meeting';
  entry.subject_id := new.id;
  entry.audience := case when new.status = 'draft' or new.audience = 'group' and new.group_id is null
    then 'team' else new.audience end;
  entry.group_id := case when entry.audience = 'group' then new.group_id end;
  entry.title := new.title;
  entry.body := concat_ws(E'\n', nullif(new.description, ''), nullif(new.place_name, ''), nullif(new.place_address, ''));
  entry.on_day := day_in_caisse(new.starts_at, new.caisse_id);
  entry.path := '/rencontres/' || new.id;
  call put_entry(entry);
  return null;
end $$;
create trigger found after insert or update or delete on meeting
  for each row execute function entry_of_meeting();

create function entry_of_group() returns trigger
  language plpgsql
as $$
declare
  entry search_entry;
begin
  if tg_op = 'DELETE' then
    delete from search_entry where caisse_id = old.caisse_id and kind = 'group' and subject_id = old.id;
    return null;
  end if;
  entry.caisse_id := new.caisse_id;
  entry.kind := 'group';
  entry.subject_id := new.id;
  entry.audience := 'members';
  entry.title := new.name;
  entry.body := new.purpose;
  entry.on_day := coalesce(new.starts_on, day_in_caisse(new.created_at, new.caisse_id));
  entry.path := '/groupes/' || new.id;
  call put_entry(entry);
  return null;
end $$;
create trigger found after insert or update or delete on working_group
  for each row execute function entry_of_group();

-- Minutes are found once they are published, as they were published.
create function find_minutes(caisse integer, meeting uuid) returns void
  language plpgsql
as $$
declare
  entry search_entry;
begin
  select m.caisse_id, 'minutes', m.meeting_id, m.audience, met.title,
    coalesce((
      select string_agg(concat_ws(E'\n', s.title, s.published), E'\n' order by s.position)
      from minutes_section s where s.caisse_id = m.caisse_id and s.meeting_id = m.meeting_id
    ), ''),
    day_in_caisse(met.starts_at, m.caisse_id), '/rencontres/' || m.meeting_id || '/compte-rendu'
  into entry.caisse_id, entry.kind, entry.subject_id, entry.audience, entry.title, entry.body, entry.on_day, entry.path
  from meeting_minutes m
  join meeting met on met.caisse_id = m.caisse_id and met.id = m.meeting_id
  where m.caisse_id = caisse and m.meeting_id = meeting and m.status = 'published';
  if found then
    call put_entry(entry);
  else
    delete from search_entry where caisse_id = caisse and kind = 'minutes' and subject_id = meeting;
  end if;
end $$;

create function entry_of_minutes() returns trigger
  language plpgsql
as $$
begin
  perform find_minutes(coalesce(new.caisse_id, old.caisse_id), coalesce(new.meeting_id, old.meeting_id));
  return null;
end $$;
create trigger found after insert or update or delete on meeting_minutes
  for each row execute function entry_of_minutes();
create trigger found after insert or update or delete on minutes_section
  for each row execute function entry_of_minutes();

create function entry_of_minutes_of_meeting() returns trigger
  language plpgsql
as $$
begin
  perform find_minutes(new.caisse_id, new.id);
  return null;
end $$;
create trigger minutes_found after update on meeting
  for each row when (old.title <> new.title or old.starts_at <> new.starts_at)
  execute function entry_of_minutes_of_meeting();
