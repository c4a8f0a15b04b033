-- A task of a group's meeting is the group's own: it is done there.
alter table minutes_mark
  add column group_task_id uuid,
  add foreign key (caisse_id, group_task_id) references group_task (caisse_id, id)
    on delete set null (group_task_id),
  add check (kind = 'task' or group_task_id is null);
