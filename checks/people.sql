-- Who is where. Each query runs in one caisse and must return no row.

-- check: nobody_is_in_two_places_on_one_day
select a.person_id, a.household_id, b.household_id as other_household_id, b.from_on
from household_member a
join household_member b
  on b.caisse_id = a.caisse_id and b.person_id = a.person_id
  and (b.household_id, b.from_on) <> (a.household_id, a.from_on)
  and b.from_on >= a.from_on
where a.caisse_id = current_caisse()
  and b.from_on <= coalesce(a.to_on, 'infinity');

-- check: nobody_is_in_a_household_before_it_came
select m.household_id, m.person_id, m.from_on, h.entered_on
from household_member m
join household h on h.caisse_id = m.caisse_id and h.id = m.household_id
where m.caisse_id = current_caisse() and m.from_on < h.entered_on;

-- check: who_pays_pays_from_where_they_live
select payer.person_id, payer.account_id
from payer
join caisse c on c.id = payer.caisse_id
where payer.caisse_id = current_caisse() and payer.blocked_at is null
  and exists (
    select from household_member m
    where m.caisse_id = payer.caisse_id and m.person_id = payer.person_id and m.to_on is null
      and exists (
        select from life_event e
        where e.caisse_id = m.caisse_id and e.kind in ('split', 'merge') and m.household_id = e.other_household_id
      )
      and payer.account_id <> (
        select a.account_id from household_account a
        where a.caisse_id = m.caisse_id and a.household_id = m.household_id and a.book = 'rights'
      )
  );

-- check: rights_shared_between_households_are_what_the_event_says
select e.id, e.cents, sum(t.amount_cents) as moved_cents
from life_event e
left join transfer t on t.caisse_id = e.caisse_id and t.gesture_id = e.id and t.kind = 'household_share'
where e.caisse_id = current_caisse() and e.kind in ('split', 'merge')
group by e.id, e.cents
having e.cents <> coalesce(sum(t.amount_cents), 0);

-- check: rights_go_from_a_household_to_a_household
select t.gesture_id, t.leg
from transfer t
join account d on d.caisse_id = t.caisse_id and d.id = t.debit_account
join account c on c.caisse_id = t.caisse_id and c.id = t.credit_account
where t.caisse_id = current_caisse() and t.kind = 'household_share'
  and (d.kind <> 'rights_household' or c.kind <> 'rights_household');

-- check: pauses_of_a_household_do_not_overlap
select a.household_id, a.from_month, b.from_month as other_from_month
from household_pause a
join household_pause b
  on b.caisse_id = a.caisse_id and b.household_id = a.household_id and b.id <> a.id
  and b.from_month between a.from_month and a.until_month
where a.caisse_id = current_caisse() and a.reason = b.reason;

-- check: nobody_is_paid_for_in_a_pause
select l.household_id, l.month
from allocation_line l
join household_pause p
  on p.caisse_id = l.caisse_id and p.household_id = l.household_id and l.month between p.from_month and p.until_month
where l.caisse_id = current_caisse() and l.outcome = 'granted';
