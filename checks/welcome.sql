-- Who asked to join, who is helped, what is told. Each query runs in one caisse and must return no row.

-- check: structures_see_no_amounts
select id, structure_id
from mandate
where caisse_id = current_caisse() and structure_id is not null and powers && array['balance', 'messages'];

-- check: waves_keep_no_more_places_than_planned
select w.id, w.planned_households, count(p.id) as kept
from wave w
join pre_registration p on p.caisse_id = w.caisse_id and p.wave_id = w.id and p.status = 'invited'
where w.caisse_id = current_caisse() and w.planned_households is not null
group by w.caisse_id, w.id
having count(p.id) > w.planned_households;

-- check: subjects_tell_no_amount
select id, occasion
from message
where caisse_id = current_caisse() and subject ~ '\d[\d\s]*([.,]\d{2})?\s?(€|EUR|CHF)';

-- check: nobody_is_helped_under_a_role_without_a_mandate
select g.id, g.scope_id
from role_grant g
where g.caisse_id = current_caisse() and g.role = 'helper' and g.ended_at is null
  and not exists (
    select from mandate m
    where m.caisse_id = g.caisse_id and m.person_id = g.scope_id and m.helper_account_id = g.login_account_id
      and m.revoked_at is null
  );
