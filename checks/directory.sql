-- The address book, groups and the path. Each query runs in one caisse and must return no row.

-- check: a_card_that_joined_another_is_gone
select m.gone_id, m.kept_id
from contact_merge m
join contact c on c.caisse_id = m.caisse_id and c.id = m.gone_id
where m.caisse_id = current_caisse();

-- check: nobody_is_forgotten_and_still_has_a_card
select c.id
from contact c
join erasure e on e.caisse_id = c.caisse_id and e.person_id = c.person_id
where c.caisse_id = current_caisse();

-- check: an_open_task_is_its_groups_member_s
select t.id, t.group_id, t.owner_id
from group_task t
where t.caisse_id = current_caisse() and t.owner_id is not null and t.done_on is null
  and not exists (
    select from group_member m
    where m.caisse_id = t.caisse_id and m.group_id = t.group_id and m.contact_id = t.owner_id
  );

-- check: a_step_is_required_only_after_its_decision
select s.id, s.required_from, d.decided_on
from learning_step s
join decision d on d.caisse_id = s.caisse_id and d.id = s.decision_id
where s.caisse_id = current_caisse() and s.required_from < d.decided_on;
