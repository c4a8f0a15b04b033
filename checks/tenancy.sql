-- Every table with a caisse is closed to other caisses, its owner included.

-- check: tables_of_a_caisse_are_closed
select c.relname
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attname = 'caisse_id' and not a.attisdropped
where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
  and c.relname not in ('resident_number')
  and not (c.relrowsecurity and c.relforcerowsecurity);

-- check: keys_begin_with_the_caisse
select c.relname
from pg_index i
join pg_class c on c.oid = i.indrelid
join pg_attribute a on a.attrelid = c.oid and a.attname = 'caisse_id' and not a.attisdropped
where i.indisprimary and c.relnamespace = 'public'::regnamespace
  and c.relname not in ('resident_number')
  and i.indkey[0] <> a.attnum;
