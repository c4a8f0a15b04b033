-- The path by which people come to know the caisse and to decide in it: steps in order, and who went through which.

create table learning_step (
  caisse_id integer not null references caisse,
  id uuid not null,
  position integer not null,
  title text not null,
  purpose text not null default '',
  -- Which meetings count for it, and how many of them; null: noted by the desk.
  meeting_kind text check (meeting_kind in ('meeting', 'workshop', 'collective_day', 'information', 'training', 'event')),
  times smallint not null default 1 check (times between 1 and 30),
  -- For those who work, care or are ill: every step has another way.
  other_way text not null check (other_way <> ''),
  -- Asked of people only where a decision says so, from a day on.
  decision_id uuid,
  required_from date,
  ended_on date,
  primary key (caisse_id, id),
  check ((decision_id is null) = (required_from is null)),
  foreign key (caisse_id, decision_id) references decision (caisse_id, id)
);

-- Kept when the names of who came to a meeting are forgotten. `otherwise`: the desk noted it, without a reason.
create table learning_done (
  caisse_id integer not null references caisse,
  step_id uuid not null,
  person_id uuid not null,
  done_on date not null,
  way text not null check (way in ('attended', 'otherwise')),
  primary key (caisse_id, step_id, person_id),
  foreign key (caisse_id, step_id) references learning_step (caisse_id, id),
  foreign key (caisse_id, person_id) references person (caisse_id, id)
);
create index learning_done_person on learning_done (caisse_id, person_id);

call enable_tenancy(array['learning_step', 'learning_done']::regclass[]);
