-- The letter and who receives it. Each query runs in one caisse and must return no row.

-- check: nobody_receives_a_letter_without_a_yes
select d.newsletter_id, d.subscriber_id, s.status
from newsletter_delivery d
join newsletter_subscriber s on s.caisse_id = d.caisse_id and s.id = d.subscriber_id
where d.caisse_id = current_caisse() and d.status in ('sent', 'printed') and s.confirmed_at is null;

-- check: a_letter_that_is_sent_waits_for_nobody
select n.id, n.number, d.subscriber_id
from newsletter n
join newsletter_delivery d on d.caisse_id = n.caisse_id and d.newsletter_id = n.id
where n.caisse_id = current_caisse() and n.status = 'sent' and d.status in ('waiting', 'sending');

-- check: a_letter_that_nobody_sent_has_no_readers
select n.id, n.number, count(*) as readers
from newsletter n
join newsletter_delivery d on d.caisse_id = n.caisse_id and d.newsletter_id = n.id
where n.caisse_id = current_caisse() and n.status in ('draft', 'scheduled')
group by n.id, n.number;

-- check: subjects_of_letters_tell_no_amount
select id, number, title
from newsletter
where caisse_id = current_caisse() and title ~ '\d[\d\s]*([.,]\d{2})?\s?(€|EUR|CHF)';
