-- A try: a run (run_type 'try') on a text that need not be saved.
create table trial (
  run    integer primary key references dag_run (id) on delete cascade,
  mode   text not null check (mode in ('one', 'upTo', 'from')),
  chosen text not null,
  -- Unsaved files that it ran with, by path, and pins by task.
  files  text not null,
  pins   text not null
) strict;

-- What a task of a try left in the trial schema, and what it read.
create table trial_output (
  run        integer not null references dag_run (id) on delete cascade,
  task       integer not null,
  connection text not null,
  made       text not null,
  reads      text not null,
  primary key (run, task)
) strict, without rowid;

-- Trial schemas that may exist; one that is dirty is to be swept.
create table trial_area (
  dag_id      text not null,
  connection  text not null,
  schema_name text not null,
  is_dirty    integer not null,
  primary key (dag_id, connection)
) strict, without rowid;

-- Kept outputs of tasks; the DAG file names them under `ui.pins`.
create table pin (
  id      text primary key,
  dag_id  text not null,
  task_id text not null,
  made_at integer not null,
  run_id  text not null,
  outputs text not null,
  xcoms   text not null,
  log     text
) strict, without rowid;

create index pin_by_dag on pin (dag_id, made_at desc);
create index dag_run_tries on dag_run (dag_id, id desc) where run_type = 'try';
