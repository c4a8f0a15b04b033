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

-- check: cheques_in_hand_are_those_not_deposited
with hand as (
  select coalesce(sum(r.amount_cents), 0) as cents
  from receipt r
  where r.caisse_id = current_caisse() and r.method = 'cheque' and r.undoes_receipt_id is null
    and not exists (select from receipt u where u.caisse_id = r.caisse_id and u.undoes_receipt_id = r.id)
    and not exists (select from deposit_cheque c where c.caisse_id = r.caisse_id and c.receipt_id = r.id)
), journal as (
  select coalesce(sum(case when t.credit_account = a.id then t.amount_cents else -t.amount_cents end), 0) as cents
  from account a
  join transfer t on t.caisse_id = a.caisse_id and a.id in (t.debit_account, t.credit_account)
  where a.caisse_id = current_caisse() and a.kind = 'cheques'
)
select hand.cents as receipts_cents, journal.cents as journal_cents from hand, journal where hand.cents <> journal.cents;

-- check: explained_differences_and_journal_agree
with explained as (
  select coalesce(sum(amount_cents), 0) as cents from difference where caisse_id = current_caisse()
), journal as (
  select coalesce(sum(case when t.debit_account = a.id then t.amount_cents else -t.amount_cents end), 0) as cents
  from account a
  join transfer t on t.caisse_id = a.caisse_id and a.id in (t.debit_account, t.credit_account)
  where a.caisse_id = current_caisse() and a.kind = 'differences'
)
select explained.cents as explained_cents, journal.cents as journal_cents
from explained, journal where explained.cents <> journal.cents;

-- check: the_receipt_book_misses_no_number
select year, count(*) as receipts, max(number) as last_number
from receipt_number where caisse_id = current_caisse()
group by year having count(*) <> max(number);

-- check: days_are_those_of_a_transfer
select d.gesture_id, d.leg from dated_transfer d
where d.caisse_id = current_caisse()
  and not exists (
    select from transfer t where t.caisse_id = d.caisse_id and t.gesture_id = d.gesture_id and t.leg = d.leg
  );

-- check: nothing_was_dated_in_a_closed_month
select d.gesture_id, d.on_day, t.at, m.month
from dated_transfer d
join transfer t on t.caisse_id = d.caisse_id and t.gesture_id = d.gesture_id and t.leg = d.leg
join closed_month m on m.caisse_id = d.caisse_id and to_char(d.on_day, 'YYYY-MM') <= m.month
where d.caisse_id = current_caisse() and t.at > m.closed_at;

-- check: a_closed_month_has_its_paper_and_two_signatures
select m.month
from closed_month m
left join closing c on c.caisse_id = m.caisse_id and c.month = m.month and c.status = 'closed'
left join closing_document d on d.caisse_id = c.caisse_id and d.sha256 = c.document_sha256
where m.caisse_id = current_caisse()
  and (
    d.sha256 is null
    or (
      select count(distinct login_account_id) from approval a
      where a.caisse_id = c.caisse_id and a.subject_kind = 'closing' and a.subject_id = c.id and a.digest = c.digest
    ) < 2
  );
