-- What people did, in the order in which they did it. Rows are only ever added; the triggers keep it so.
create table audit (
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

create index audit_by_dag on audit (dag_id, id desc);
create index audit_by_batch on audit (batch);
create unique index audit_by_undoes on audit (undoes) where undoes is not null;

-- What an act changed, and what taking it back needs; apart, so that lists stay quick.
create table audit_detail (
  audit    integer primary key references audit (id),
  affected text not null,
  former   text
) strict;

create trigger audit_is_kept before delete on audit begin select raise(abort, 'the audit trail is never shortened'); end;
create trigger audit_stands before update on audit begin select raise(abort, 'the audit trail is never changed'); end;
create trigger audit_detail_is_kept before delete on audit_detail begin select raise(abort, 'the audit trail is never shortened'); end;
create trigger audit_detail_stands before update on audit_detail begin select raise(abort, 'the audit trail is never changed'); end;

-- Notes that people leave on a run (task -1) or on a task of it, in Markdown.
create table note (
  run  integer not null references dag_run (id) on delete cascade,
  task integer not null,
  text text not null,
  at   integer not null,
  by   text not null,
  primary key (run, task)
) strict, without rowid;

-- The run that this one repeats, and whether it does so on that run's version of the DAG: {"runId", "version", "from"}.
alter table dag_run add column again text;

-- "Earlier and later runs" are those by logical date.
create index dag_run_by_date on dag_run (dag_id, coalesce(logical_date, queued_at), id) where run_type <> 'try';
