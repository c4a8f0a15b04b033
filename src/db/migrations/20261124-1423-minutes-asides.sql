-- One account writes on two screens too: each screen has a text of its own beside the section.
drop index minutes_aside_open;
create index minutes_aside_open on minutes_aside (caisse_id, section_id) where settled_at is null;
