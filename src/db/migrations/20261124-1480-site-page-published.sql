-- A page and its versions name each other: which one is published is checked once both are there, when a backup comes back.
alter table site_page
  drop constraint site_page_caisse_id_id_published_version_fkey,
  add foreign key (caisse_id, id, published_version) references site_page_version (caisse_id, page_id, number)
    deferrable initially deferred;
