-- A mapped task keeps its place among the tasks of its run; its instances come after them, with further numbers.
alter table task_instance add column map_of integer;
alter table task_instance add column map_index integer;
-- Of a mapped task whose expansion stands: how many instances it has.
alter table task_instance add column map_length integer;

-- What each instance works on, as its newest expansion gave it.
create table map_item (
  run       integer not null references dag_run (id) on delete cascade,
  -- The mapped task.
  task      integer not null,
  map_index integer not null,
  item      text not null,
  label     text not null,
  primary key (run, task, map_index)
) strict, without rowid;
