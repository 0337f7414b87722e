-- Finished runs whose rows of task_instance, attempt, attempt_detail, attempt_process, xcom and map_item are packed into one blob.
alter table dag_run add column is_packed integer not null default 0;

create index dag_run_loose on dag_run (ended_at) where is_packed = 0 and ended_at is not null and run_type <> 'try';

create table packed_run (
  run       integer primary key references dag_run (id) on delete cascade,
  -- Whether the words of its DAG version are needed to read it.
  has_words integer not null,
  -- Of the logs of its tries.
  log_bytes integer not null,
  -- When the first of its tasks started, counted from when it was queued.
  first_ms  integer,
  body      blob not null
) strict;

-- Texts that the runs of a version have in common.
create table pack_words (
  version_id integer primary key references dag_version (id) on delete cascade,
  -- Runs that were packed before there were words.
  runs       integer not null,
  -- Null as long as too few were.
  words      blob
) strict;
