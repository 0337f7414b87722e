-- From a run to the event that started it.
create index queue_event_by_run on queue_event (dag_id, run_id);
