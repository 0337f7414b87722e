-- The last run that was good, before any other run of its DAG.
create index dag_run_good on dag_run (dag_id, queued_at desc) where state = 'success' and run_type <> 'try' and selection is null;
