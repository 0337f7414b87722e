-- By when a run, a task of one, or a DAG as such has to have succeeded. What was met is taken out when its time comes; what was missed stays.
create table deadline (
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
-- Missed once for each instant, however often it is looked at.
create unique index deadline_once on deadline (dag_id, coalesce(run, 0), coalesce(task_id, ''), name, due_at);
create index deadline_waiting on deadline (due_at) where state = 'waiting';
create index deadline_missed on deadline (state, id) where state = 'missed';
create index deadline_of_run on deadline (run) where run is not null;

-- How many deadlines of the run were missed.
alter table dag_run add column missed_deadlines integer not null default 0;

-- A message may be about a deadline that no run is meant by: `run` may be null.
create table message_anew (
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
insert into message_anew select *, null from message;
drop table message;
alter table message_anew rename to message;
create index message_by_run on message (run);
create index message_waiting on message (next_at) where state = 'waiting';
create index message_of_deadline on message (deadline) where deadline is not null;
