-- Grants as planned and as journaled. Each query runs in one caisse and must return no row.

-- check: received_tranches_and_journal_agree
with tranche as (
  select grant_id, sum(amount_cents) as cents
  from grant_tranche
  where caisse_id = current_caisse() and received_on is not null
  group by grant_id
), journal as (
  select a.owner_id as grant_id, -sum(leg.cents) as cents
  from account a
  join (
    select debit_account as id, -amount_cents as cents from transfer where caisse_id = current_caisse() and book = 'euros'
    union all
    select credit_account, amount_cents from transfer where caisse_id = current_caisse() and book = 'euros'
  ) leg using (id)
  where a.caisse_id = current_caisse() and a.kind = 'grant'
  group by a.owner_id
)
select grant_id, coalesce(tranche.cents, 0) as tranches_cents, coalesce(journal.cents, 0) as journal_cents
from tranche full join journal using (grant_id)
where coalesce(tranche.cents, 0) <> coalesce(journal.cents, 0);

-- check: tranches_stay_within_the_promise
select award.id, award.promised_cents, sum(tranche.amount_cents) as planned_cents
from grant_award award
join grant_tranche tranche on tranche.caisse_id = award.caisse_id and tranche.grant_id = award.id
where award.caisse_id = current_caisse()
group by award.id, award.promised_cents
having sum(tranche.amount_cents) > award.promised_cents;
