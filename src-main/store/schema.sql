CREATE TRIGGER audit_detail_is_kept before delete on audit_detail begin select raise(abort, 'the audit trail is never shortened'); end;

CREATE TRIGGER audit_detail_stands before update on audit_detail begin select raise(abort, 'the audit trail is never changed'); end;

CREATE TRIGGER audit_is_kept before delete on audit begin select raise(abort, 'the audit trail is never shortened'); end;

CREATE TRIGGER audit_stands before update on audit begin select raise(abort, 'the audit trail is never changed'); end;

CREATE TABLE absence (
  id      integer primary key,
  kind    text    not null check (kind in ('slept', 'stood', 'set_ahead', 'set_back')),
  from_at integer not null,
  to_at   integer not null
) strict;

CREATE TABLE archive (
  id      integer primary key,
  made_at integer not null,
  bytes   integer not null,
  -- What it holds of each DAG: JSON.
  dags    text not null,
  -- Its name until all of its runs have left; null when it has its own.
  part    text
) strict;

CREATE TABLE archive_pending (
  run     integer primary key references dag_run (id) on delete cascade,
  archive integer not null references archive (id)
) strict, without rowid;

CREATE TABLE asset_consumed (
  dag_id text not null,
  asset  text not null,
  up_to  integer not null,
  primary key (dag_id, asset)
) strict, without rowid;

CREATE TABLE asset_event (
  id                  integer primary key,
  asset               text not null,
  at                  integer not null,
  -- Who loaded it. No reference: runs may be dropped without a look here.
  dag_id              text,
  run_id              text,
  task_id             text,
  map_index           integer,
  try_number          integer,
  logical_date        integer,
  data_interval_start integer,
  data_interval_end   integer,
  rows                integer,
  told_by             text,
  note                text
) strict;

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
  checks     text, process text, process_id integer,
  primary key (run, task, try_number)
) strict, without rowid;

CREATE TABLE attempt_process (
  run  integer not null references dag_run (id) on delete cascade,
  id   integer not null,
  text text not null,
  primary key (run, id)
) strict, without rowid;

CREATE TABLE audit (
  id        integer primary key,
  at        integer not null,
  by_kind   text not null,
  by_name   text not null,
  act       text not null,
  dag_id    text,
  run_id    text,
  task_id   text,
  -- The first entry of all that was asked for in one go.
  batch     integer not null,
  arguments text not null,
  reason    text,
  refusal   text,
  tasks     integer not null,
  undoes    integer references audit (id)
) strict;

CREATE TABLE audit_detail (
  audit    integer primary key references audit (id),
  affected text not null,
  former   text
) strict;

CREATE TABLE backfill (
  id              integer primary key,
  dag_id          text not null,
  state           text not null check (state in ('running', 'paused', 'cancelled', 'finished')),
  asked           text not null,
  tasks           text,
  from_at         integer not null,
  to_at           integer not null,
  max_active_runs integer not null,
  total           integer not null,
  kept            integer not null,
  created_at      integer not null,
  by_kind         text not null,
  by_name         text not null,
  ended_at        integer
) strict;

CREATE TABLE backfill_interval (
  backfill     integer not null references backfill (id) on delete cascade,
  place        integer not null,
  logical_date integer not null,
  -- `again`: its run was cancelled before it began, and the cancelling was taken back.
  act          text not null check (act in ('new', 'clear', 'anew', 'again')),
  state        text not null check (state in ('waiting', 'made', 'left')),
  -- Number of its run. No reference: runs may be dropped without a look here.
  run_number   integer,
  why          text,
  primary key (backfill, place)
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
  cancelling          integer not null default 0, again text, backfill integer, started_by text, by_run integer, by_task integer, by_try integer, event text, missed_deadlines integer not null default 0, is_packed integer not null default 0, absence integer,
  unique (dag_id, run_id)
) strict;

CREATE TABLE dag_setting (
  dag_id       text primary key,
  schedule_on  integer not null default 0,
  -- Nothing that was due before this instant is made up for.
  on_since     integer not null
, handled_to integer) strict, without rowid;

CREATE TABLE dag_version (
  id         integer primary key,
  dag_id     text not null,
  hash       text not null,
  file       text not null,
  source     text not null,
  spec       text not null,
  created_at integer not null, files text, number integer,
  unique (dag_id, hash)
) strict;

CREATE TABLE deadline (
  id         integer primary key,
  dag_id     text not null,
  -- Null for one that no run is meant by.
  run        integer references dag_run (id) on delete cascade,
  task_id    text,
  name       text not null,
  -- The rule with whom it tells, as it was then: JSON.
  rule       text not null,
  kind       text not null,
  due_at     integer not null,
  state      text not null check (state in ('waiting', 'missed', 'passed')),
  settled_at integer,
  reason     text
) strict;

CREATE TABLE dropped_log (
  dag_id text not null,
  run_id text not null,
  primary key (dag_id, run_id)
) strict, without rowid;

CREATE TABLE map_item (
  run       integer not null references dag_run (id) on delete cascade,
  -- The mapped task.
  task      integer not null,
  map_index integer not null,
  item      text not null,
  label     text not null,
  primary key (run, task, map_index)
) strict, without rowid;

CREATE TABLE "message" (
  id           integer primary key,
  run          integer references dag_run (id) on delete cascade,
  -- Null for one about the run itself.
  task         integer,
  try_number   integer not null,
  event        text not null,
  channel      text not null,
  -- Templates of the file; null says what happened.
  own_subject  text,
  own_message  text,
  made_at      integer not null,
  state        text not null,
  tries        integer not null default 0,
  next_at      integer,
  ended_at     integer,
  trouble      text,
  -- As it was sent, secrets masked.
  subject      text,
  -- The deadline that it is about.
  deadline     integer references deadline (id) on delete cascade
) strict;

CREATE TABLE meta (
  key   text primary key,
  value text not null
) strict, without rowid;

CREATE TABLE note (
  run  integer not null references dag_run (id) on delete cascade,
  task integer not null,
  text text not null,
  at   integer not null,
  by   text not null,
  primary key (run, task)
) strict, without rowid;

CREATE TABLE outbox (
  run        integer not null references dag_run (id) on delete cascade,
  task       integer not null,
  try_number integer not null,
  kind       text not null check (kind in ('start', 'stop')),
  primary key (run, task, try_number, kind)
) strict, without rowid;

CREATE TABLE pack_words (
  version_id integer primary key references dag_version (id) on delete cascade,
  -- Runs that were packed before there were words.
  runs       integer not null,
  -- Null as long as too few were.
  words      blob
) strict;

CREATE TABLE packed_run (
  run       integer primary key references dag_run (id) on delete cascade,
  -- Whether the words of its DAG version are needed to read it.
  has_words integer not null,
  -- Of the logs of its tries.
  log_bytes integer not null,
  -- When the first of its tasks started, counted from when it was queued.
  first_ms  integer,
  body      blob not null
) strict;

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

CREATE TABLE queue_event (
  id        integer primary key,
  dag_id    text not null,
  event_key text not null,
  name      text not null,
  at        integer not null,
  -- The run that it started; null for one that was set aside. No reference: runs may be dropped without a look here.
  run_id    text,
  reason    text, heard_at integer, digest text,
  unique (dag_id, event_key)
) strict;

CREATE TABLE queue_on (
  dag_id text primary key
, gone_at integer) strict, without rowid;

CREATE TABLE run_asset_event (
  run   integer not null references dag_run (id) on delete cascade,
  event integer not null,
  body  text not null,
  primary key (run, event)
) strict, without rowid;

CREATE TABLE schedule_trace (
  id          integer primary key,
  dag_id      text not null,
  kind        text not null,
  first_at    integer not null,
  last_at     integer not null,
  count       integer not null,
  noticed_at  integer not null,
  reason      text not null
) strict;

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
  reason       text, map_of integer, map_index integer, map_length integer, followed text,
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

CREATE INDEX archive_pending_of on archive_pending (archive);

CREATE INDEX asset_event_by_asset on asset_event (asset, id);

CREATE INDEX attempt_open on attempt (state) where state in ('starting', 'running');

CREATE INDEX audit_by_batch on audit (batch);

CREATE INDEX audit_by_dag on audit (dag_id, id desc);

CREATE UNIQUE INDEX audit_by_undoes on audit (undoes) where undoes is not null;

CREATE INDEX backfill_by_dag on backfill (dag_id, id desc);

CREATE INDEX backfill_interval_left on backfill_interval (backfill, place) where state = 'left';

CREATE INDEX backfill_interval_waiting on backfill_interval (backfill, place) where state = 'waiting';

CREATE INDEX backfill_open on backfill (id) where state in ('running', 'paused');

CREATE INDEX dag_run_active on dag_run (id) where state in ('queued', 'running');

CREATE INDEX dag_run_by_backfill on dag_run (backfill, state, id) where backfill is not null;

CREATE INDEX dag_run_by_dag on dag_run (dag_id, queued_at);

CREATE INDEX dag_run_by_dag_state on dag_run (dag_id, state, run_type, queued_at, id, started_at, ended_at, data_interval_end);

CREATE INDEX dag_run_by_date on dag_run (dag_id, coalesce(logical_date, queued_at), id) where run_type <> 'try';

CREATE INDEX dag_run_by_state on dag_run (state, run_type, queued_at, id, run_id);

CREATE INDEX dag_run_by_time on dag_run (queued_at, id, dag_id, state, run_type, ended_at);

CREATE UNIQUE INDEX dag_run_by_try on dag_run (by_run, by_task, by_try) where by_run is not null;

CREATE INDEX dag_run_by_version on dag_run (version_id);

CREATE INDEX dag_run_good on dag_run (dag_id, queued_at desc) where state = 'success' and run_type <> 'try' and selection is null;

CREATE INDEX dag_run_long on dag_run (ended_at) where ended_at - queued_at > 3600000;

CREATE INDEX dag_run_loose on dag_run (ended_at) where is_packed = 0 and ended_at is not null and run_type <> 'try';

CREATE INDEX dag_run_scheduled on dag_run (dag_id, logical_date desc) where run_type = 'scheduled';

CREATE INDEX dag_run_tries on dag_run (dag_id, id desc) where run_type = 'try';

CREATE INDEX deadline_missed on deadline (state, id) where state = 'missed';

CREATE INDEX deadline_of_run on deadline (run) where run is not null;

CREATE UNIQUE INDEX deadline_once on deadline (dag_id, coalesce(run, 0), coalesce(task_id, ''), name, due_at);

CREATE INDEX deadline_waiting on deadline (due_at) where state = 'waiting';

CREATE INDEX message_by_run on message (run);

CREATE INDEX message_of_deadline on message (deadline) where deadline is not null;

CREATE INDEX message_waiting on message (next_at) where state = 'waiting';

CREATE INDEX note_by_time on note (at);

CREATE INDEX pin_by_dag on pin (dag_id, made_at desc);

CREATE INDEX queue_event_by_dag on queue_event (dag_id, id desc);

CREATE INDEX queue_event_by_run on queue_event (dag_id, run_id);

CREATE INDEX run_asset_event_by_event on run_asset_event (event);

CREATE INDEX schedule_trace_of_dag on schedule_trace (dag_id, id);

CREATE INDEX search_key_by_run on search_key (run);
