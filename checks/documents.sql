-- The library and what is asked of funders. Each query runs in one caisse and must return no row.

-- check: documents_have_a_version_until_they_are_forgotten
select d.id
from document d
where d.caisse_id = current_caisse() and d.forgotten_at is null
  and not exists (
    select from document_version v where v.caisse_id = d.caisse_id and v.document_id = d.id
  );

-- check: granted_requests_are_what_the_treasury_keeps
select a.id
from grant_application a
join grant_award g on g.caisse_id = a.caisse_id and g.id = a.grant_id
where a.caisse_id = current_caisse() and g.funder <> a.funder;
