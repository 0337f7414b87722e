-- Loads of assets: one row a success of a task that loads one, or an act of a person who tells of a load from elsewhere. Of each asset the newest thousand stay.
create table asset_event (
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
create index asset_event_by_asset on asset_event (asset, id);
-- Up to which event a DAG has consumed each asset that it waits for.
create table asset_consumed (
  dag_id text not null,
  asset  text not null,
  up_to  integer not null,
  primary key (dag_id, asset)
) strict, without rowid;
-- The events that called for a run, as they were: they stay with the run.
create table run_asset_event (
  run   integer not null references dag_run (id) on delete cascade,
  event integer not null,
  body  text not null,
  primary key (run, event)
) strict, without rowid;
create index run_asset_event_by_event on run_asset_event (event);
