-- Events of a DAG's queue that were dealt with. The key stands before the event is cleared away, so that none is dealt with twice.
create table queue_event (
  id        integer primary key,
  dag_id    text not null,
  event_key text not null,
  name      text not null,
  at        integer not null,
  -- The run that it started; null for one that was set aside. No reference: runs may be dropped without a look here.
  run_id    text,
  reason    text,
  unique (dag_id, event_key)
) strict;
create index queue_event_by_dag on queue_event (dag_id, id desc);
-- DAGs whose queue a person turned on.
create table queue_on (
  dag_id text primary key
) strict, without rowid;
alter table dag_run add column event text;
