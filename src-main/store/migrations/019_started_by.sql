-- The task whose try has started a run. The names are for people; the numbers say that one try starts one run, whatever happens between
-- the start and what is recorded of it. No reference: the other run may be dropped without a look here.
alter table dag_run add column started_by text;
alter table dag_run add column by_run integer;
alter table dag_run add column by_task integer;
alter table dag_run add column by_try integer;
create unique index dag_run_by_try on dag_run (by_run, by_task, by_try) where by_run is not null;
