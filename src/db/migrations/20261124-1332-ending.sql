-- A caisse that ends: the last day on which one buys, and from when all is only read.
alter table caisse
  add column last_day date,
  add column archived_at timestamptz,
  add check (archived_at is null or last_day is not null);
