-- Up to where a schedule's instants were dealt with; null for one that was last touched before there was such a mark.
alter table dag_setting add column handled_to integer;
-- Instants of schedules that made no run, and why: never silently lost. What goes on lengthens its row.
create table schedule_trace (
  id          integer primary key,
  dag_id      text not null,
  kind        text not null,
  first_at    integer not null,
  last_at     integer not null,
  count       integer not null,
  noticed_at  integer not null,
  reason      text not null
) strict;
create index schedule_trace_of_dag on schedule_trace (dag_id, id);
