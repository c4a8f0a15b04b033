-- What can be found. Each query runs in one caisse and must return no row.

-- check: nothing_is_found_that_is_for_fewer
select e.subject_id, e.audience
from search_entry e
left join document d on d.caisse_id = e.caisse_id and d.id = e.subject_id
where e.caisse_id = current_caisse() and e.kind = 'document'
  and (
    d.id is null or d.deleted_at is not null or d.audience <> e.audience
    or d.group_id is distinct from e.group_id
  );

-- check: documents_are_found
select d.id
from document d
where d.caisse_id = current_caisse() and d.deleted_at is null
  and not exists (
    select from search_entry e where e.caisse_id = d.caisse_id and e.kind = 'document' and e.subject_id = d.id
  );

-- check: drafts_are_not_found
select e.kind, e.subject_id
from search_entry e
where e.caisse_id = current_caisse()
  and (
    e.kind = 'news' and not exists (
      select from news n where n.caisse_id = e.caisse_id and n.id = e.subject_id and n.published_at is not null
    )
    or e.kind = 'minutes' and not exists (
      select from meeting_minutes m
      where m.caisse_id = e.caisse_id and m.meeting_id = e.subject_id and m.status = 'published'
        and m.audience = e.audience
    )
    or e.kind = 'meeting' and e.audience <> 'team' and exists (
      select from meeting m where m.caisse_id = e.caisse_id and m.id = e.subject_id and m.status = 'draft'
    )
  );
