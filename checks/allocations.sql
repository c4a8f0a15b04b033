-- Invariants of monthly runs. Each query runs in one caisse and must return no row.

-- check: a_household_is_granted_once_a_month
select household_id, month, count(*) as granted
from allocation_line
where caisse_id = current_caisse() and outcome = 'granted'
group by household_id, month
having count(*) > 1;

-- check: an_issued_run_is_whole_in_the_journal
select r.id, r.granted_cents, coalesce(sum(t.amount_cents) filter (where t.kind = 'allocation'), 0) as issued_cents,
  r.expired_cents, coalesce(sum(t.amount_cents) filter (where t.kind = 'expiry'), 0) as lapsed_cents
from allocation_run r
left join allocation_chunk c on c.caisse_id = r.caisse_id and c.run_id = r.id
left join transfer t on t.caisse_id = c.caisse_id and t.gesture_id = c.gesture_id
where r.caisse_id = current_caisse() and r.status = 'issued'
group by r.id, r.granted_cents, r.expired_cents
having r.granted_cents <> coalesce(sum(t.amount_cents) filter (where t.kind = 'allocation'), 0)
  or r.expired_cents < coalesce(sum(t.amount_cents) filter (where t.kind = 'expiry'), 0);

-- check: each_line_of_an_issued_run_has_its_leg
with leg as (
  select c.run_id, t.credit_account as account_id, t.amount_cents
  from allocation_chunk c
  join transfer t on t.caisse_id = c.caisse_id and t.gesture_id = c.gesture_id and t.kind = 'allocation'
  where c.caisse_id = current_caisse()
), line as (
  select l.run_id, l.account_id, l.amount_cents
  from allocation_line l
  join allocation_run r on r.caisse_id = l.caisse_id and r.id = l.run_id and r.status = 'issued'
  where l.caisse_id = current_caisse() and l.outcome = 'granted'
), issued as (
  select leg.* from leg join allocation_run r on r.caisse_id = current_caisse() and r.id = leg.run_id and r.status = 'issued'
)
(select 'line without leg' as finding, * from (select * from line except all select * from issued) as missing)
union all
(select 'leg without line', * from (select * from issued except all select * from line) as extra);

-- check: a_run_that_was_not_started_moved_nothing
select r.id, r.status, count(*) as chunks
from allocation_run r
join allocation_chunk c on c.caisse_id = r.caisse_id and c.run_id = r.id
where r.caisse_id = current_caisse() and r.status in ('prepared', 'cancelled')
group by r.id, r.status;

-- check: an_issued_run_was_signed_by_two
select r.id, count(distinct a.login_account_id) as signatures
from allocation_run r
left join approval a on a.caisse_id = r.caisse_id and a.subject_kind = 'allocation_run' and a.subject_id = r.id
  and a.digest = r.digest
where r.caisse_id = current_caisse() and r.status in ('issuing', 'issued')
group by r.id
having count(distinct a.login_account_id) < 2;
