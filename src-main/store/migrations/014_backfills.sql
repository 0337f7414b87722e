-- A backfill and its intervals, in the order in which they are done. Intervals that it leaves alone from the beginning are only counted.
create table backfill (
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
create index backfill_by_dag on backfill (dag_id, id desc);
create index backfill_open on backfill (id) where state in ('running', 'paused');

create table backfill_interval (
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
create index backfill_interval_waiting on backfill_interval (backfill, place) where state = 'waiting';
create index backfill_interval_left on backfill_interval (backfill, place) where state = 'left';

-- The backfill that made a run, or did it over last.
alter table dag_run add column backfill integer;
create index dag_run_by_backfill on dag_run (backfill, state, id) where backfill is not null;
