-- Days of a DAG counted by state, and its durations, without reading the rows: the index of its lists, with the instants behind.
drop index dag_run_by_dag_state;
create index dag_run_by_dag_state on dag_run (dag_id, state, run_type, queued_at, id, started_at, ended_at, data_interval_end);

-- Runs that may reach far into a window of time that began after them.
create index dag_run_long on dag_run (ended_at) where ended_at - queued_at > 3600000;
