-- What left for the outlets, in the batches and in both books. Each query runs in one caisse and must return no row.

-- check: settled_lines_and_journal_agree_per_outlet
with line as (
  select outlet_id, sum(amount_cents) as cents
  from settlement_line
  where caisse_id = current_caisse() and status in ('sent', 'executed')
  group by outlet_id
), euros as (
  select a.owner_id as outlet_id, sum(leg.cents) as cents
  from account a
  join (
    select debit_account as id, -amount_cents as cents from transfer where caisse_id = current_caisse() and book = 'euros'
    union all
    select credit_account, amount_cents from transfer where caisse_id = current_caisse() and book = 'euros'
  ) leg using (id)
  where a.caisse_id = current_caisse() and a.kind = 'outlet_settlements'
  group by a.owner_id
)
select outlet_id, coalesce(line.cents, 0) as lines_cents, coalesce(euros.cents, 0) as journal_cents
from line full join euros using (outlet_id)
where coalesce(line.cents, 0) <> coalesce(euros.cents, 0);

-- check: redeemed_rights_are_the_lines_that_left
with redeemed as (
  select coalesce(sum(case when c.id is not null then t.amount_cents else -t.amount_cents end), 0) as cents
  from transfer t
  left join account c on c.caisse_id = t.caisse_id and c.id = t.credit_account and c.kind = 'rights_redeemed'
  left join account d on d.caisse_id = t.caisse_id and d.id = t.debit_account and d.kind = 'rights_redeemed'
  where t.caisse_id = current_caisse() and t.book = 'rights' and (c.id is not null or d.id is not null)
), line as (
  select coalesce(sum(amount_cents), 0) as cents
  from settlement_line
  where caisse_id = current_caisse() and status in ('sent', 'executed')
)
select redeemed.cents as redeemed_cents, line.cents as lines_cents from redeemed, line where redeemed.cents <> line.cents;

-- check: transfers_in_flight_are_the_lines_sent
with flight as (
  select coalesce(sum(case when d.id is not null then t.amount_cents else -t.amount_cents end), 0) as cents
  from transfer t
  left join account c on c.caisse_id = t.caisse_id and c.id = t.credit_account and c.kind = 'transfers_in_flight'
  left join account d on d.caisse_id = t.caisse_id and d.id = t.debit_account and d.kind = 'transfers_in_flight'
  where t.caisse_id = current_caisse() and t.book = 'euros' and (c.id is not null or d.id is not null)
), line as (
  select coalesce(sum(amount_cents), 0) as cents
  from settlement_line
  where caisse_id = current_caisse() and status = 'sent'
)
select flight.cents as flight_cents, line.cents as lines_cents from flight, line where flight.cents <> line.cents;

-- check: a_batch_is_the_sum_of_its_lines
select batch.id, batch.total_cents, sum(line.amount_cents) as lines_cents
from settlement_batch batch
left join settlement_line line on line.caisse_id = batch.caisse_id and line.batch_id = batch.id
where batch.caisse_id = current_caisse()
group by batch.id, batch.total_cents
having batch.total_cents is distinct from sum(line.amount_cents);

-- check: a_released_file_was_not_touched
select id from settlement_batch
where caisse_id = current_caisse() and released_at is not null
  and (file is null or file_sha256 is distinct from sha256(file) or gesture_id is null);
