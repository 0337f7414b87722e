-- Lists of runs, newest first, with any filter: by one index for each combination of state and type, with or without a DAG, joined in
-- the order of time. The first holds the run's name too, so that a part of it is looked for without reading the rows.
-- In ascending order the row's number, which ends every index, runs the same way as the instant.
drop index dag_run_by_dag;
drop index dag_run_by_time;
create index dag_run_by_dag on dag_run (dag_id, queued_at);
create index dag_run_by_time on dag_run (queued_at);
create index dag_run_by_state on dag_run (state, run_type, queued_at, id, run_id);
create index dag_run_by_dag_state on dag_run (dag_id, state, run_type, queued_at);
