-- Installation-wide, without a name: tells which caisse a number belongs to.
create table resident_number (
  number text primary key check (number ~ '^\d{8}$'),
  caisse_id integer not null references caisse
);

-- An adult who may spend the household's rights, with a number and a code.
create table payer (
  caisse_id integer not null,
  person_id uuid not null,
  number text not null references resident_number,
  account_id bigint not null,
  -- HMAC of number and code under a secret kept outside the database; null until the person chose a code.
  code_hmac bytea,
  failures smallint not null default 0,
  locked_until timestamptz,
  blocked_at timestamptz,
  -- With too little left, pay what can be paid: the person's own choice.
  pays_in_part boolean not null default false,
  primary key (caisse_id, person_id),
  unique (caisse_id, number),
  foreign key (caisse_id, person_id) references person (caisse_id, id),
  foreign key (caisse_id, account_id) references account (caisse_id, id)
);

call enable_tenancy(array['payer']::regclass[]);

-- Installation-wide: wrong numbers and codes typed on an outlet's device, counted over a while from `since`.
create table device_tries (
  device_id uuid primary key references device,
  failures smallint not null,
  since timestamptz not null
);

-- Payments that wait together, of one caisse, in one commit: those that can be paid in full, by the same rules as
-- refusalToPay; the others are left out and looked at one by one. Arrays hold a number once. A function, because its first statement must end before the
-- second looks: an agreement ended before this commit is seen as ended. Returns the places of the paid ones.
create function pay_batch(
  caisse integer, at timestamptz,
  -- A device with that many wrong codes since then waits.
  most_tries smallint, tries_since timestamptz,
  keys uuid[], request_hashes bytea[], numbers text[], code_hmacs bytea[], device_ids uuid[], amounts bigint[]
) returns setof integer
language plpgsql
as $$
#variable_conflict use_column
declare
  today date := (select (pay_batch.at at time zone time_zone)::date from caisse where id = pay_batch.caisse);
begin
  perform set_config('tablee.caisse', pay_batch.caisse::text, true),
    -- One plan for all sizes of batch, by the indexes even while a table is still empty: it is kept as tables grow,
    -- and planning each batch anew would cost more than paying.
    set_config('plan_cache_mode', 'force_generic_plan', true),
    set_config('enable_seqscan', 'off', true),
    set_config('enable_hashjoin', 'off', true),
    set_config('enable_mergejoin', 'off', true),
    pg_advisory_xact_lock_shared(pay_batch.caisse, 1);
  return query
  -- In account order, as whoever else changes many wallets: an issue of allocations and two batches never wait for
  -- each other in a circle.
  with asked as materialized (
    select asked.*, payer.account_id, payer.person_id, agreement.account_id as outlet_account
    from unnest(keys, request_hashes, numbers, code_hmacs, device_ids, amounts)
      with ordinality as asked (key, request_hash, number, code_hmac, device_id, amount_cents, place)
      join payer on payer.caisse_id = pay_batch.caisse and payer.number = asked.number
      join device on device.id = asked.device_id
      join agreement on agreement.caisse_id = pay_batch.caisse and agreement.outlet_id = device.outlet_id
    where asked.amount_cents > 0
      and payer.code_hmac = asked.code_hmac
      and payer.failures = 0
      and payer.blocked_at is null
      and device.revoked_at is null
      and agreement.suspended_at is null
      and agreement.from_on <= today
      and (agreement.to_on is null or agreement.to_on >= today)
      -- Scalar, so that each is one look at an index: as a join it could be planned as a scan of all that was ever paid.
      and (
        select device_tries.device_id from device_tries
        where device_tries.device_id = asked.device_id
          and device_tries.failures >= most_tries
          and device_tries.since > tries_since
      ) is null
      and (
        select gesture.id from gesture where gesture.caisse_id = pay_batch.caisse and gesture.id = asked.key
      ) is null
    order by payer.account_id
  ), paid as (
    update wallet
    set balance_cents = wallet.balance_cents - asked.amount_cents, seq = wallet.seq + 1
    from asked
    where wallet.caisse_id = pay_batch.caisse
      and wallet.account_id = asked.account_id
      and wallet.balance_cents >= asked.amount_cents
    returning asked.place, asked.key, asked.request_hash, asked.device_id, asked.amount_cents, asked.person_id,
      wallet.account_id as household_account, asked.outlet_account
  ), journal as (
    insert into transfer (caisse_id, gesture_id, leg, book, debit_account, credit_account, amount_cents, kind, at)
    select pay_batch.caisse, key, 1, 'rights', household_account, outlet_account, amount_cents, 'payment', pay_batch.at
    from paid
  ), audit as (
    insert into gesture (caisse_id, id, kind, device_id, subject_id, request_hash, at)
    select pay_batch.caisse, key, 'payment', device_id, person_id, request_hash, pay_batch.at
    from paid
  )
  select place::integer from paid;
end $$;
