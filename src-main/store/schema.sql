CREATE TABLE attempt (
  run           integer not null references dag_run (id) on delete cascade,
  task          integer not null,
  try_number    integer not null,
  state         text not null check (state in ('starting', 'running', 'success', 'failed', 'interrupted')),
  pid           integer,
  queued_at     integer not null,
  started_at    integer,
  ended_at      integer,
  exit_code     integer,
  signal        text,
  reason        text,
  table_name    text,
  rows_loaded   integer,
  log_bytes     integer,
  log_dropped   integer,
  cpu_ms        integer,
  peak_rss      integer,
  primary key (run, task, try_number)
) strict, without rowid;

CREATE TABLE attempt_detail (
  run        integer not null references dag_run (id) on delete cascade,
  task       integer not null,
  try_number integer not null,
  rendered   text,
  checks     text,
  primary key (run, task, try_number)
) strict, without rowid;

CREATE TABLE dag_run (
  id                  integer primary key,
  dag_id              text not null,
  run_id              text not null,
  version_id          integer not null references dag_version (id),
  state               text not null check (state in ('queued', 'running', 'success', 'failed')),
  run_type            text not null,
  logical_date        integer,
  data_interval_start integer,
  data_interval_end   integer,
  conf                text not null,
  params              text not null,
  selection           text,
  queued_at           integer not null,
  started_at          integer,
  ended_at            integer,
  reason              text,
  cancelling          integer not null default 0,
  unique (dag_id, run_id)
) strict;

CREATE TABLE dag_setting (
  dag_id       text primary key,
  schedule_on  integer not null default 0,
  -- Nothing that was due before this instant is made up for.
  on_since     integer not null
) strict, without rowid;

CREATE TABLE dag_version (
  id         integer primary key,
  dag_id     text not null,
  hash       text not null,
  file       text not null,
  source     text not null,
  spec       text not null,
  created_at integer not null,
  unique (dag_id, hash)
) strict;

CREATE TABLE meta (
  key   text primary key,
  value text not null
) strict, without rowid;

CREATE TABLE outbox (
  run        integer not null references dag_run (id) on delete cascade,
  task       integer not null,
  try_number integer not null,
  kind       text not null check (kind in ('start', 'stop')),
  primary key (run, task, try_number, kind)
) strict, without rowid;

CREATE TABLE pin (
  id      text primary key,
  dag_id  text not null,
  task_id text not null,
  made_at integer not null,
  run_id  text not null,
  outputs text not null,
  xcoms   text not null,
  log     text
) strict, without rowid;

CREATE TABLE search_key (
  norm   text not null,
  run    integer not null references dag_run (id) on delete cascade,
  key    text not null,
  value  text not null,
  source text not null,
  primary key (norm, run, key)
) strict, without rowid;

CREATE TABLE sql_history (
  id         integer primary key,
  connection text not null,
  text       text not null,
  started_at integer not null,
  ms         real not null,
  state      text not null check (state in ('success', 'failed', 'cancelled')),
  row_count  integer,
  error      text
, params text) strict;

CREATE TABLE task_instance (
  run          integer not null references dag_run (id) on delete cascade,
  task         integer not null,
  task_id      text not null,
  state        text not null,
  try_number   integer not null,
  max_tries    integer not null,
  scheduled_at integer,
  queued_at    integer,
  started_at   integer,
  ended_at     integer,
  retry_at     integer,
  reason       text,
  primary key (run, task)
) strict, without rowid;

CREATE TABLE trial (
  run    integer primary key references dag_run (id) on delete cascade,
  mode   text not null check (mode in ('one', 'upTo', 'from')),
  chosen text not null,
  -- Unsaved files that it ran with, by path, and pins by task.
  files  text not null,
  pins   text not null
) strict;

CREATE TABLE trial_area (
  dag_id      text not null,
  connection  text not null,
  schema_name text not null,
  is_dirty    integer not null,
  primary key (dag_id, connection)
) strict, without rowid;

CREATE TABLE trial_output (
  run        integer not null references dag_run (id) on delete cascade,
  task       integer not null,
  connection text not null,
  made       text not null,
  reads      text not null, wrote text,
  primary key (run, task)
) strict, without rowid;

CREATE TABLE xcom (
  run   integer not null references dag_run (id) on delete cascade,
  task  integer not null,
  key   text not null,
  value text not null,
  primary key (run, task, key)
) strict, without rowid;

CREATE INDEX attempt_open on attempt (state) where state in ('starting', 'running');

CREATE INDEX dag_run_active on dag_run (id) where state in ('queued', 'running');

CREATE INDEX dag_run_by_dag on dag_run (dag_id, queued_at desc);

CREATE INDEX dag_run_by_time on dag_run (queued_at desc);

CREATE INDEX dag_run_scheduled on dag_run (dag_id, logical_date desc) where run_type = 'scheduled';

CREATE INDEX dag_run_tries on dag_run (dag_id, id desc) where run_type = 'try';

CREATE INDEX pin_by_dag on pin (dag_id, made_at desc);

CREATE INDEX search_key_by_run on search_key (run);
