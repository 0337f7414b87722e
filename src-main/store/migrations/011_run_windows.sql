-- The runs of a window of time, counted by DAG and state without reading the rows. The row's number stands where the lists need it.
drop index dag_run_by_time;
create index dag_run_by_time on dag_run (queued_at, id, dag_id, state, run_type, ended_at);
