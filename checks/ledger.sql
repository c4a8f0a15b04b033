-- Invariants of the journal. Each query runs in one caisse and must return no row.

-- check: wallet_is_the_sum_of_its_legs
with leg as (
  select debit_account as account_id, -amount_cents as cents from transfer where caisse_id = current_caisse() and book = 'rights'
  union all
  select credit_account, amount_cents from transfer where caisse_id = current_caisse() and book = 'rights'
), total as (
  select account_id, sum(cents) as cents, count(*) as legs from leg group by account_id
)
select account_id, balance_cents, seq, coalesce(cents, 0) as legs_cents, coalesce(legs, 0) as legs
from wallet left join total using (account_id)
where caisse_id = current_caisse()
  and (balance_cents <> coalesce(cents, 0) or seq <> coalesce(legs, 0));

-- check: a_leg_stays_in_its_book
select t.gesture_id, t.leg
from transfer t
left join account d on d.caisse_id = t.caisse_id and d.id = t.debit_account
left join account c on c.caisse_id = t.caisse_id and c.id = t.credit_account
where t.caisse_id = current_caisse()
  and (d.book is distinct from t.book or c.book is distinct from t.book);

-- check: rights_of_households_have_a_wallet
select a.id
from account a
left join wallet w on w.caisse_id = a.caisse_id and w.account_id = a.id
where a.caisse_id = current_caisse() and (a.kind = 'rights_household') is distinct from (w.account_id is not null);

-- check: rights_granted_are_left_spent_expired_or_returned
with by_kind as (
  select a.kind, sum(cents) as cents
  from account a
  join (
    select debit_account as id, -amount_cents as cents from transfer where caisse_id = current_caisse() and book = 'rights'
    union all
    select credit_account, amount_cents from transfer where caisse_id = current_caisse() and book = 'rights'
  ) leg using (id)
  where a.caisse_id = current_caisse()
  group by a.kind
), total as (
  select
    coalesce(-sum(cents) filter (where kind = 'rights_granted'), 0) as granted,
    coalesce(sum(cents) filter (where kind in ('rights_outlet', 'rights_redeemed')), 0) as spent,
    coalesce(sum(cents) filter (where kind = 'rights_expired'), 0) as expired,
    coalesce(sum(cents) filter (where kind = 'rights_returned'), 0) as returned,
    (select coalesce(sum(balance_cents), 0) from wallet where caisse_id = current_caisse()) as left_over
  from by_kind
)
select * from total where granted <> spent + expired + returned + left_over;

-- check: a_gesture_moves_a_payment_once
select coalesce(g.id, t.gesture_id) as gesture_id, count(t.leg) as legs
from (select * from gesture where caisse_id = current_caisse() and kind = 'payment') g
full join (select * from transfer where caisse_id = current_caisse() and kind = 'payment') t
  on t.gesture_id = g.id
group by g.id, t.gesture_id
having count(t.leg) <> 1 or count(g.id) <> 1;

-- check: refunds_never_exceed_their_payment
select p.gesture_id, p.amount_cents, sum(r.amount_cents) as refunded_cents
from transfer r
left join transfer p on p.caisse_id = r.caisse_id and p.gesture_id = r.corrects and p.kind = 'payment'
where r.caisse_id = current_caisse() and r.kind = 'refund'
group by p.gesture_id, p.amount_cents
having p.gesture_id is null or sum(r.amount_cents) > p.amount_cents;

-- check: payments_fall_within_an_agreement
select t.gesture_id, t.at
from transfer t
join caisse c on c.id = t.caisse_id
where t.caisse_id = current_caisse() and t.kind = 'payment'
  and not exists (
    select from agreement a
    where a.caisse_id = t.caisse_id and a.account_id = t.credit_account
      and (t.at at time zone c.time_zone)::date between a.from_on and coalesce(a.to_on, 'infinity')
  );

-- check: no_outlet_is_owed_less_than_nothing
select a.id, sum(cents) as cents
from account a
join (
  select debit_account as id, -amount_cents as cents from transfer where caisse_id = current_caisse() and book = 'rights'
  union all
  select credit_account, amount_cents from transfer where caisse_id = current_caisse() and book = 'rights'
) leg using (id)
where a.caisse_id = current_caisse() and a.kind = 'rights_outlet'
group by a.id
having sum(cents) < 0;

-- check: seals_follow_one_another
select n, previous
from (
  select n, lag(n, 1, 0) over (order by n) as previous from seal where caisse_id = current_caisse()
) as numbered
where n <> previous + 1;

-- check: seals_hold_the_transfers_they_count
select s.n, s.transfers, count(t.leg) as found
from (
  select n, epoch, below_xact, transfers,
    coalesce(lag(below_xact) over (partition by epoch order by n), 0) as from_xact
  from seal where caisse_id = current_caisse()
) s
left join transfer t
  on t.caisse_id = current_caisse() and t.epoch = s.epoch and t.xact >= s.from_xact and t.xact < s.below_xact
group by s.n, s.transfers
having count(t.leg) <> s.transfers;

-- check: what_returns_to_the_pot_comes_from_a_household_by_a_gesture
select t.gesture_id, t.leg, t.kind
from transfer t
join account d on d.caisse_id = t.caisse_id and d.id = t.debit_account
join account c on c.caisse_id = t.caisse_id and c.id = t.credit_account
left join gesture g on g.caisse_id = t.caisse_id and g.id = t.gesture_id
where t.caisse_id = current_caisse() and t.kind = 'return_to_pot'
  and (d.kind <> 'rights_household' or c.kind <> 'rights_returned' or g.id is null);
