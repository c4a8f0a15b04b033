-- What households gave, in the receipts and in the journal. Each query runs in one caisse and must return no row.

-- check: receipts_and_journal_agree_per_household
with received as (
  select household_id, sum(cents) as cents from received_contribution
  where caisse_id = current_caisse() group by household_id
), given as (
  select ha.household_id, sum(leg.cents) as cents
  from household_account ha
  join (
    select debit_account as account_id, amount_cents as cents from transfer where caisse_id = current_caisse() and book = 'euros'
    union all
    select credit_account, -amount_cents from transfer where caisse_id = current_caisse() and book = 'euros'
  ) leg using (account_id)
  where ha.caisse_id = current_caisse() and ha.book = 'euros'
  group by ha.household_id
)
select household_id, coalesce(received.cents, 0) as receipts_cents, coalesce(given.cents, 0) as journal_cents
from received full join given using (household_id)
where coalesce(received.cents, 0) <> coalesce(given.cents, 0);

-- check: what_is_carried_is_a_leg_of_the_journal
select coalesce(c.gesture_id, t.gesture_id) as gesture_id, c.household_id, c.amount_cents, t.amount_cents as leg_cents
from (select * from carried_contribution where caisse_id = current_caisse()) c
full join (
  select t.gesture_id, t.amount_cents, taker.household_id, giver.household_id as from_household_id, a.kind
  from transfer t
  join account a on a.caisse_id = t.caisse_id and a.id = t.credit_account
  left join household_account taker on taker.caisse_id = t.caisse_id and taker.account_id = t.debit_account
  left join household_account giver on giver.caisse_id = t.caisse_id and giver.account_id = t.credit_account
  where t.caisse_id = current_caisse() and t.kind = 'contribution_carried'
) t
  on t.gesture_id = c.gesture_id and t.household_id = c.household_id
where (c.amount_cents, c.from_household_id) is distinct from (t.amount_cents, t.from_household_id)
  or (t.kind = 'advances_before') is distinct from (c.from_household_id is null);

-- check: third_party_receipts_and_journal_agree
with received as (
  select coalesce(sum(case when undoes_receipt_id is null then amount_cents else -amount_cents end), 0) as cents
  from receipt
  where caisse_id = current_caisse() and method = 'third_party'
), given as (
  select coalesce(sum(case when t.debit_account = a.id then t.amount_cents else -t.amount_cents end), 0) as cents
  from account a
  join transfer t on t.caisse_id = a.caisse_id and a.id in (t.debit_account, t.credit_account)
  where a.caisse_id = current_caisse() and a.kind = 'third_party_contributions'
)
select received.cents as receipts_cents, given.cents as journal_cents
from received, given where received.cents <> given.cents;

-- check: an_undoing_mirrors_its_receipt
select undoing.id
from receipt undoing
join receipt original
  on original.caisse_id = undoing.caisse_id and original.id = undoing.undoes_receipt_id
where undoing.caisse_id = current_caisse()
  and (undoing.amount_cents, undoing.household_id, undoing.method)
    is distinct from (original.amount_cents, original.household_id, original.method)
   or undoing.caisse_id = current_caisse() and original.undoes_receipt_id is not null;

-- check: what_was_agreed_has_its_exception
select r.id, r.household_id
from contribution_request r
join contribution_exception e on e.caisse_id = r.caisse_id and e.id = r.exception_id
where r.caisse_id = current_caisse() and e.household_id <> r.household_id;

-- check: what_was_returned_is_an_undone_receipt_and_two_people_signed_transfers
select c.id, c.way
from contribution_return c
join receipt r on r.caisse_id = c.caisse_id and r.id = c.receipt_id
where c.caisse_id = current_caisse() and c.status = 'returned'
  and (
    c.amount_cents <> r.amount_cents or c.household_id <> r.household_id
    or not exists (select from receipt u where u.caisse_id = c.caisse_id and u.undoes_receipt_id = c.receipt_id)
    or c.way = 'transfer' and (
      select count(distinct login_account_id) from approval a
      where a.caisse_id = c.caisse_id and a.subject_kind = 'contribution_return' and a.subject_id = c.id and a.digest = c.digest
    ) < 2
  );
