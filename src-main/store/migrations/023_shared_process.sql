-- What the tries of a run were started as, which is the same text for nearly all of them but for their own names. With `process_id` the
-- column `process` of attempt_detail holds the name of the task alone; without, as before, all of it.
create table attempt_process (
  run  integer not null references dag_run (id) on delete cascade,
  id   integer not null,
  text text not null,
  primary key (run, id)
) strict, without rowid;

alter table attempt_detail add column process_id integer;
