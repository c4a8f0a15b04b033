-- Who comes, who waits, who travels with whom. Each query runs in one caisse and must return no row.

-- check: meetings_hold_no_more_people_than_they_have_places
select m.id, m.capacity, count(*) as registered
from meeting m
join meeting_registration r on r.caisse_id = m.caisse_id and r.meeting_id = m.id and r.status = 'registered'
where m.caisse_id = current_caisse() and m.capacity is not null
group by m.caisse_id, m.id
having count(*) > m.capacity;

-- check: nobody_waits_while_there_is_a_place
select m.id, m.capacity
from meeting m
where m.caisse_id = current_caisse() and m.status = 'announced' and m.ends_at > now()
  and exists (
    select from meeting_registration r
    where r.caisse_id = m.caisse_id and r.meeting_id = m.id and r.status = 'waiting'
  )
  and (
    m.capacity is null or m.capacity > (
      select count(*) from meeting_registration r
      where r.caisse_id = m.caisse_id and r.meeting_id = m.id and r.status = 'registered'
    )
  );

-- check: cars_take_no_more_people_than_they_have_seats
select d.id, d.seats, count(*) as taken
from meeting_ride d
join meeting_ride_request q on q.caisse_id = d.caisse_id and q.ride_id = d.id and q.status = 'agreed'
where d.caisse_id = current_caisse()
group by d.caisse_id, d.id
having count(*) > d.seats;

-- check: whoever_left_a_meeting_is_in_no_car
select r.id
from meeting_registration r
where r.caisse_id = current_caisse() and r.status = 'withdrawn' and (
  exists (select from meeting_ride d where d.caisse_id = r.caisse_id and d.registration_id = r.id)
  or exists (
    select from meeting_ride_request q
    where q.caisse_id = r.caisse_id and q.registration_id = r.id and q.status in ('asked', 'agreed')
  )
);

-- check: published_minutes_have_a_text_without_names
select s.id, s.meeting_id
from minutes_section s
join meeting_minutes m on m.caisse_id = s.caisse_id and m.meeting_id = s.meeting_id
where s.caisse_id = current_caisse() and m.status = 'published' and s.published is null;
