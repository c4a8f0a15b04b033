alter table outlet
  -- When it is open, by day of the week: `OpeningHours` of the module; null where nobody told.
  add column hours jsonb;

-- In which part of a caisse an outlet is, for who looks for one nearby.
create table outlet_territory (
  caisse_id integer not null references caisse,
  outlet_id uuid not null references outlet,
  territory_id uuid not null,
  primary key (caisse_id, outlet_id),
  foreign key (caisse_id, territory_id) references territory (caisse_id, id)
);

call enable_tenancy(array['outlet_territory']::regclass[]);
