-- What every later table stands on: text search without accents, tenancy, immutability.

create extension if not exists unaccent;

-- The caisse in which the current transaction works; null when none was set, and then no row is seen.
create function current_caisse() returns integer
  language sql stable parallel safe
  return nullif(current_setting('tablee.caisse', true), '')::integer;

-- Closes a table to all but the current caisse, its owner included.
create procedure enable_tenancy(tables regclass[])
language plpgsql as $$
declare
  each_table regclass;
begin
  foreach each_table in array tables loop
    execute format('alter table %s enable row level security', each_table);
    execute format('alter table %s force row level security', each_table);
    execute format(
      'create policy own_caisse on %s using (caisse_id = current_caisse()) with check (caisse_id = current_caisse())',
      each_table);
  end loop;
end $$;

create function refuse_rewriting() returns trigger
  language plpgsql as $$
begin
  raise exception 'tablee: % of % is refused: the journal only grows', lower(tg_op), tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

-- Rows of these tables are never updated, deleted or truncated, by any role (superusers and replicas included).
create procedure make_append_only(tables regclass[])
language plpgsql as $$
declare
  each_table regclass;
begin
  foreach each_table in array tables loop
    execute format('revoke update, delete, truncate on %s from tablee_app', each_table);
    execute format(
      'create trigger append_only before update or delete or truncate on %s for each statement execute function refuse_rewriting()',
      each_table);
    execute format('alter table %s enable always trigger append_only', each_table);
  end loop;
end $$;

grant usage on schema public to tablee_app;
alter default privileges in schema public grant select, insert, update, delete on tables to tablee_app;
alter default privileges in schema public grant usage, select on sequences to tablee_app;

-- The application adds jobs here, in the transaction that announces them; the queue's own tables stay the owner's.
create function add_job(task text, payload json, run_at timestamptz default now(), job_key text default null)
  returns void language sql security definer set search_path = pg_catalog, graphile_worker
  as $$ select graphile_worker.add_job(task, payload, run_at => run_at, job_key => job_key) $$;
revoke execute on function add_job from public;
grant execute on function add_job to tablee_app;
